package org.tandemml.serving.engine.sklearn;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tandemml.serving.engine.pickle.KnownNames;

/** The classes of scikit-learn, 1.0 to 1.9, that a model may name. */
final class KnownClasses {
    private static final Map<String, List<String>> BY_MODULE =
            Map.ofEntries(
                    Map.entry("pipeline", List.of("Pipeline", "FeatureUnion")),
                    Map.entry(
                            "compose._column_transformer",
                            List.of(
                                    "ColumnTransformer",
                                    "_RemainderColsList",
                                    "make_column_selector")),
                    Map.entry(
                            "preprocessing._data",
                            List.of(
                                    "StandardScaler",
                                    "MinMaxScaler",
                                    "RobustScaler",
                                    "MaxAbsScaler",
                                    "Normalizer",
                                    "Binarizer",
                                    "PowerTransformer",
                                    "QuantileTransformer",
                                    "PolynomialFeatures")),
                    Map.entry(
                            "preprocessing._encoders", List.of("OneHotEncoder", "OrdinalEncoder")),
                    Map.entry("preprocessing._discretization", List.of("KBinsDiscretizer")),
                    Map.entry("preprocessing._target_encoder", List.of("TargetEncoder")),
                    Map.entry("preprocessing._polynomial", List.of("PolynomialFeatures")),
                    Map.entry(
                            "preprocessing._function_transformer", List.of("FunctionTransformer")),
                    Map.entry("preprocessing._label", List.of("LabelBinarizer", "LabelEncoder")),
                    Map.entry("impute._iterative", List.of("IterativeImputer", "_ImputerTriplet")),
                    Map.entry("feature_selection._from_model", List.of("SelectFromModel")),
                    Map.entry("covariance._elliptic_envelope", List.of("EllipticEnvelope")),
                    Map.entry("neighbors._lof", List.of("LocalOutlierFactor")),
                    Map.entry("mixture._gaussian_mixture", List.of("GaussianMixture")),
                    Map.entry("kernel_ridge", List.of("KernelRidge")),
                    Map.entry("gaussian_process._gpr", List.of("GaussianProcessRegressor")),
                    Map.entry(
                            "gaussian_process.kernels",
                            List.of(
                                    "Sum",
                                    "Product",
                                    "Exponentiation",
                                    "ConstantKernel",
                                    "WhiteKernel",
                                    "RBF",
                                    "Matern",
                                    "RationalQuadratic",
                                    "ExpSineSquared",
                                    "DotProduct")),
                    Map.entry("cross_decomposition._pls", List.of("PLSRegression")),
                    Map.entry("linear_model._ransac", List.of("RANSACRegressor")),
                    Map.entry("semi_supervised._self_training", List.of("SelfTrainingClassifier")),
                    Map.entry("cluster._birch", List.of("Birch", "_CFNode", "_CFSubcluster")),
                    Map.entry("cluster._mean_shift", List.of("MeanShift")),
                    Map.entry("cluster._affinity_propagation", List.of("AffinityPropagation")),
                    Map.entry("decomposition._incremental_pca", List.of("IncrementalPCA")),
                    Map.entry("decomposition._fastica", List.of("FastICA")),
                    Map.entry("kernel_approximation", List.of("RBFSampler", "Nystroem")),
                    Map.entry(
                            "feature_extraction.text",
                            List.of(
                                    "CountVectorizer",
                                    "TfidfVectorizer",
                                    "HashingVectorizer",
                                    "TfidfTransformer")),
                    Map.entry("impute._base", List.of("SimpleImputer", "MissingIndicator")),
                    Map.entry("impute._knn", List.of("KNNImputer")),
                    Map.entry("decomposition._pca", List.of("PCA")),
                    Map.entry("decomposition._truncated_svd", List.of("TruncatedSVD")),
                    Map.entry(
                            "feature_selection._univariate_selection",
                            List.of(
                                    "SelectKBest",
                                    "SelectPercentile",
                                    "SelectFpr",
                                    "SelectFdr",
                                    "SelectFwe")),
                    Map.entry(
                            "feature_selection._variance_threshold", List.of("VarianceThreshold")),
                    Map.entry("feature_selection._rfe", List.of("RFE", "RFECV")),
                    Map.entry(
                            "feature_selection._sequential", List.of("SequentialFeatureSelector")),
                    Map.entry("dummy", List.of("DummyClassifier", "DummyRegressor")),
                    Map.entry(
                            "linear_model._logistic",
                            List.of("LogisticRegression", "LogisticRegressionCV")),
                    Map.entry("linear_model._base", List.of("LinearRegression")),
                    Map.entry(
                            "linear_model._ridge",
                            List.of("Ridge", "RidgeCV", "RidgeClassifier", "RidgeClassifierCV")),
                    Map.entry(
                            "linear_model._coordinate_descent",
                            List.of(
                                    "Lasso",
                                    "LassoCV",
                                    "ElasticNet",
                                    "ElasticNetCV",
                                    "MultiTaskLasso",
                                    "MultiTaskElasticNet",
                                    "MultiTaskLassoCV",
                                    "MultiTaskElasticNetCV")),
                    Map.entry(
                            "linear_model._least_angle",
                            List.of("Lars", "LarsCV", "LassoLars", "LassoLarsCV", "LassoLarsIC")),
                    Map.entry("linear_model._bayes", List.of("BayesianRidge", "ARDRegression")),
                    Map.entry(
                            "linear_model._omp",
                            List.of("OrthogonalMatchingPursuit", "OrthogonalMatchingPursuitCV")),
                    Map.entry("linear_model._theil_sen", List.of("TheilSenRegressor")),
                    Map.entry("linear_model._huber", List.of("HuberRegressor")),
                    Map.entry("linear_model._quantile", List.of("QuantileRegressor")),
                    Map.entry(
                            "linear_model._glm.glm",
                            List.of("PoissonRegressor", "GammaRegressor", "TweedieRegressor")),
                    Map.entry(
                            "linear_model._stochastic_gradient",
                            List.of("SGDClassifier", "SGDRegressor", "SGDOneClassSVM")),
                    Map.entry("linear_model._perceptron", List.of("Perceptron")),
                    Map.entry(
                            "linear_model._passive_aggressive",
                            List.of("PassiveAggressiveClassifier", "PassiveAggressiveRegressor")),
                    Map.entry(
                            "linear_model._sgd_fast",
                            List.of(
                                    "Hinge",
                                    "SquaredHinge",
                                    "Log",
                                    "ModifiedHuber",
                                    "SquaredLoss",
                                    "Huber",
                                    "EpsilonInsensitive",
                                    "SquaredEpsilonInsensitive")),
                    Map.entry(
                            "svm._classes",
                            List.of(
                                    "LinearSVC",
                                    "LinearSVR",
                                    "SVC",
                                    "NuSVC",
                                    "SVR",
                                    "NuSVR",
                                    "OneClassSVM")),
                    Map.entry(
                            "tree._classes",
                            List.of(
                                    "DecisionTreeClassifier",
                                    "DecisionTreeRegressor",
                                    "ExtraTreeClassifier",
                                    "ExtraTreeRegressor")),
                    Map.entry("tree._tree", List.of("Tree")),
                    Map.entry(
                            "ensemble._forest",
                            List.of(
                                    "RandomForestClassifier",
                                    "RandomForestRegressor",
                                    "ExtraTreesClassifier",
                                    "ExtraTreesRegressor")),
                    Map.entry(
                            "ensemble._gb",
                            List.of("GradientBoostingClassifier", "GradientBoostingRegressor")),
                    Map.entry(
                            "ensemble._gb_losses",
                            List.of(
                                    "BinomialDeviance",
                                    "MultinomialDeviance",
                                    "ExponentialLoss",
                                    "LeastSquaresError",
                                    "LeastAbsoluteError",
                                    "HuberLossFunction",
                                    "QuantileLossFunction")),
                    Map.entry(
                            "ensemble._hist_gradient_boosting.gradient_boosting",
                            List.of(
                                    "HistGradientBoostingClassifier",
                                    "HistGradientBoostingRegressor")),
                    Map.entry("ensemble._hist_gradient_boosting.binning", List.of("_BinMapper")),
                    Map.entry(
                            "ensemble._hist_gradient_boosting.predictor", List.of("TreePredictor")),
                    Map.entry(
                            "ensemble._weight_boosting",
                            List.of("AdaBoostClassifier", "AdaBoostRegressor")),
                    Map.entry(
                            "ensemble._bagging", List.of("BaggingClassifier", "BaggingRegressor")),
                    Map.entry(
                            "ensemble._stacking",
                            List.of("StackingClassifier", "StackingRegressor")),
                    Map.entry(
                            "model_selection._search",
                            List.of("GridSearchCV", "RandomizedSearchCV")),
                    Map.entry(
                            "model_selection._search_successive_halving",
                            List.of("HalvingGridSearchCV", "HalvingRandomSearchCV")),
                    Map.entry(
                            "model_selection._split",
                            List.of(
                                    "KFold",
                                    "StratifiedKFold",
                                    "RepeatedKFold",
                                    "RepeatedStratifiedKFold",
                                    "ShuffleSplit",
                                    "StratifiedShuffleSplit",
                                    "TimeSeriesSplit",
                                    "GroupKFold")),
                    Map.entry(
                            "metrics._scorer",
                            List.of(
                                    "_PassthroughScorer",
                                    "_MultimetricScorer",
                                    "_Scorer",
                                    "_PredictScorer",
                                    "_ProbaScorer",
                                    "_ThresholdScorer")),
                    // What a scorer passes on, by name.
                    Map.entry(
                            "utils._metadata_requests",
                            List.of("MetadataRequest", "MethodMetadataRequest")),
                    Map.entry("frozen._frozen", List.of("FrozenEstimator")),
                    Map.entry("neighbors._nearest_centroid", List.of("NearestCentroid")),
                    Map.entry(
                            "discriminant_analysis",
                            List.of("LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis")),
                    Map.entry("multiclass", List.of("OneVsRestClassifier", "OneVsOneClassifier")),
                    Map.entry(
                            "multioutput",
                            List.of(
                                    "MultiOutputRegressor",
                                    "MultiOutputClassifier",
                                    "RegressorChain",
                                    "ClassifierChain")),
                    Map.entry("compose._target", List.of("TransformedTargetRegressor")),
                    Map.entry("ensemble._iforest", List.of("IsolationForest")),
                    Map.entry("ensemble._voting", List.of("VotingClassifier", "VotingRegressor")),
                    Map.entry(
                            "calibration",
                            List.of(
                                    "CalibratedClassifierCV",
                                    "_CalibratedClassifier",
                                    "_SigmoidCalibration")),
                    Map.entry("isotonic", List.of("IsotonicRegression")),
                    Map.entry(
                            "naive_bayes",
                            List.of(
                                    "GaussianNB",
                                    "BernoulliNB",
                                    "MultinomialNB",
                                    "ComplementNB",
                                    "CategoricalNB")),
                    Map.entry("neighbors._classification", List.of("KNeighborsClassifier")),
                    Map.entry("neighbors._regression", List.of("KNeighborsRegressor")),
                    Map.entry("neighbors._kd_tree", List.of("KDTree", "KDTree64", "newObj")),
                    Map.entry("neighbors._ball_tree", List.of("BallTree", "BallTree64", "newObj")),
                    Map.entry(
                            "neural_network._multilayer_perceptron",
                            List.of("MLPClassifier", "MLPRegressor")),
                    Map.entry(
                            "neural_network._stochastic_optimizers",
                            List.of("AdamOptimizer", "SGDOptimizer")),
                    Map.entry("cluster._kmeans", List.of("KMeans", "MiniBatchKMeans")),
                    Map.entry("utils._bunch", List.of("Bunch")),
                    Map.entry("utils", List.of("Bunch")),
                    Map.entry(
                            "_loss.glm_distribution",
                            List.of(
                                    "PoissonDistribution",
                                    "GammaDistribution",
                                    "TweedieDistribution",
                                    "NormalDistribution",
                                    "InverseGaussianDistribution",
                                    "DistributionBoundary")),
                    Map.entry("linear_model._glm.link", links()),
                    Map.entry("_loss.link", links()),
                    Map.entry("_loss.loss", losses()));

    /** Where numpy 1 and 2 say that their functions are. */
    private static final List<String> UFUNC_MODULES =
            List.of("numpy.", "numpy.core._multiarray_umath.", "numpy._core._multiarray_umath.");

    private static final List<String> UFUNCS =
            List.of("exp", "expm1", "log", "log1p", "sqrt", "square");

    static final KnownNames NAMES = names();

    private KnownClasses() {}

    private static List<String> links() {
        return List.of(
                "Interval",
                "IdentityLink",
                "LogLink",
                "LogitLink",
                "HalfLogitLink",
                "MultinomialLogit");
    }

    private static List<String> losses() {
        return List.of(
                "HalfSquaredError",
                "AbsoluteError",
                "PinballLoss",
                "HuberLoss",
                "HalfPoissonLoss",
                "HalfGammaLoss",
                "HalfTweedieLoss",
                "HalfTweedieLossIdentity",
                "HalfBinomialLoss",
                "HalfMultinomialLoss",
                "ExponentialLoss");
    }

    private static KnownNames names() {
        Set<String> records = new HashSet<>();
        BY_MODULE.forEach(
                (module, names) -> names.forEach(name -> add(records, module + "." + name)));
        // Losses in Cython, and what their pickles are made with; the module's name varies.
        for (String loss : losses()) {
            for (String module : List.of("sklearn._loss._loss.", "_loss.")) {
                records.add(module + "Cy" + loss);
                records.add(module + "__pyx_unpickle_Cy" + loss);
            }
        }
        for (String metric : List.of("Euclidean", "Manhattan", "Minkowski", "Chebyshev")) {
            for (String end : List.of("Distance", "Distance64")) {
                add(records, "metrics._dist_metrics." + metric + end);
                add(records, "neighbors._dist_metrics." + metric + end);
            }
        }
        add(records, "metrics._dist_metrics.newObj");
        add(records, "neighbors._dist_metrics.newObj");
        // Sparse matrices; their modules were renamed.
        for (String form : List.of("csr", "dia")) {
            for (String module : List.of("scipy.sparse._", "scipy.sparse.")) {
                records.add(module + form + "." + form + "_matrix");
                records.add(module + form + "." + form + "_array");
            }
        }
        records.addAll(Libraries.names());
        records.add("functools.partial");
        // Tables of a search's results.
        records.add("numpy.ma.core._mareconstruct");
        return KnownNames.of(records, references());
    }

    /** Functions that models keep, none of which scoring calls. */
    private static Set<String> references() {
        Set<String> names = new HashSet<>();
        names.add("sklearn.utils.validation.check_array");
        names.add("numpy.ma.core.MaskedArray");
        names.add("numpy.ma.MaskedArray");
        for (String module : UFUNC_MODULES) {
            UFUNCS.forEach(name -> names.add(module + name));
        }
        add(
                names,
                "feature_selection._univariate_selection.",
                List.of("f_classif", "f_regression", "chi2", "r_regression"));
        add(
                names,
                "feature_selection._mutual_info.",
                List.of("mutual_info_classif", "mutual_info_regression"));
        add(
                names,
                "metrics._classification.",
                List.of(
                        "accuracy_score",
                        "balanced_accuracy_score",
                        "brier_score_loss",
                        "f1_score",
                        "jaccard_score",
                        "log_loss",
                        "matthews_corrcoef",
                        "precision_score",
                        "recall_score"));
        add(
                names,
                "metrics._ranking.",
                List.of("average_precision_score", "roc_auc_score", "top_k_accuracy_score"));
        add(
                names,
                "metrics._regression.",
                List.of(
                        "explained_variance_score",
                        "max_error",
                        "mean_absolute_error",
                        "mean_absolute_percentage_error",
                        "mean_squared_error",
                        "mean_squared_log_error",
                        "median_absolute_error",
                        "r2_score",
                        "root_mean_squared_error"));
        add(names, "metrics._scorer.", List.of("_passthrough_scorer"));
        return names;
    }

    /** Whether a function that a model names is this one of numpy's. */
    static boolean isUfunc(String full, String name) {
        return UFUNC_MODULES.stream().anyMatch(module -> full.equals(module + name));
    }

    private static void add(Set<String> names, String module, List<String> functions) {
        functions.forEach(function -> names.add("sklearn." + module + function));
    }

    private static void add(Set<String> records, String name) {
        records.add("sklearn." + name);
    }
}

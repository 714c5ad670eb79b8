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
                    Map.entry("pipeline", List.of("Pipeline")),
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
                                    "PolynomialFeatures")),
                    Map.entry(
                            "preprocessing._encoders", List.of("OneHotEncoder", "OrdinalEncoder")),
                    Map.entry("preprocessing._polynomial", List.of("PolynomialFeatures")),
                    Map.entry(
                            "preprocessing._function_transformer", List.of("FunctionTransformer")),
                    Map.entry("preprocessing._label", List.of("LabelBinarizer", "LabelEncoder")),
                    Map.entry("impute._base", List.of("SimpleImputer", "MissingIndicator")),
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
                                    "MultiTaskElasticNet")),
                    Map.entry("linear_model._least_angle", List.of("Lars", "LassoLars")),
                    Map.entry("linear_model._bayes", List.of("BayesianRidge", "ARDRegression")),
                    Map.entry("linear_model._huber", List.of("HuberRegressor")),
                    Map.entry("linear_model._quantile", List.of("QuantileRegressor")),
                    Map.entry(
                            "linear_model._glm.glm", List.of("PoissonRegressor", "GammaRegressor")),
                    Map.entry(
                            "linear_model._stochastic_gradient",
                            List.of("SGDClassifier", "SGDRegressor")),
                    Map.entry("linear_model._perceptron", List.of("Perceptron")),
                    Map.entry(
                            "linear_model._passive_aggressive",
                            List.of("PassiveAggressiveClassifier")),
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
                            List.of("LinearSVC", "LinearSVR", "SVC", "NuSVC", "SVR", "NuSVR")),
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
                    Map.entry("ensemble._weight_boosting", List.of("AdaBoostClassifier")),
                    Map.entry("ensemble._iforest", List.of("IsolationForest")),
                    Map.entry("ensemble._voting", List.of("VotingClassifier")),
                    Map.entry(
                            "calibration",
                            List.of(
                                    "CalibratedClassifierCV",
                                    "_CalibratedClassifier",
                                    "_SigmoidCalibration")),
                    Map.entry("isotonic", List.of("IsotonicRegression")),
                    Map.entry(
                            "naive_bayes",
                            List.of("GaussianNB", "BernoulliNB", "MultinomialNB", "ComplementNB")),
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
                    Map.entry("_loss.link", links()),
                    Map.entry("_loss.loss", losses()));

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
        records.add("functools.partial");
        return KnownNames.of(records, Set.of("sklearn.utils.validation.check_array"));
    }

    private static void add(Set<String> records, String name) {
        records.add("sklearn." + name);
    }
}

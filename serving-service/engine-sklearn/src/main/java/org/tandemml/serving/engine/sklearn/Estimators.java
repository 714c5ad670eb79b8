package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.EstimatorLibrary;
import org.tandemml.serving.engine.pickle.LibraryEstimator;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** Reads the step that answers, by the name of its class. */
final class Estimators {
    private static final int MAX_DEPTH = 16;

    private final Version version;
    private final Transformers transformers;
    private final TreeKernels kernels = new TreeKernels();
    private int depth;

    Estimators(Version version) {
        this.version = version;
        this.transformers = new Transformers(version);
    }

    TreeKernels kernels() {
        return kernels;
    }

    Transformers transformers() {
        return transformers;
    }

    /** Reads an estimator, or a pipeline that ends with one. */
    Estimator read(PyObject model) throws ModelLoadException {
        if (++depth > MAX_DEPTH) {
            throw new ModelLoadException(
                    "The model's estimators are nested more than %d deep.".formatted(MAX_DEPTH));
        }
        Estimator estimator =
                model.simpleType().equals("Pipeline") ? pipeline(model) : single(model);
        depth--;
        return estimator;
    }

    private Estimator pipeline(PyObject model) throws ModelLoadException {
        List<@Nullable Object> steps = model.list("steps");
        if (steps.isEmpty()) {
            throw new ModelLoadException("The model's pipeline has no steps.");
        }
        List<@Nullable Object> last =
                PyValues.list(steps.get(steps.size() - 1), model.where("steps"));
        Object answers = last.size() == 2 ? last.get(1) : null;
        Estimator estimator = read(PyValues.object(answers, "pipeline's last step"));
        List<Transformer> read = new ArrayList<>();
        int width = -1;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            List<@Nullable Object> pair = PyValues.list(step, model.where("steps"));
            Object value = pair.size() == 2 ? pair.get(1) : null;
            if (value == null || "passthrough".equals(value)) {
                continue;
            }
            PyObject object = PyValues.object(value, model.where("steps"));
            Transformer made = transformers.read(object, width < 0 ? features(object) : width);
            read.add(made);
            width = made.width();
        }
        if (read.isEmpty()) {
            return estimator;
        }
        if (width != estimator.features()) {
            throw new ModelLoadException(
                    "The model's last step takes %d columns, %d reach it."
                            .formatted(estimator.features(), width));
        }
        return Piped.of(new Chain(read), estimator);
    }

    /** How many columns the first step takes. It may contain itself. */
    private static int features(PyObject step) throws ModelLoadException {
        PyObject at = step;
        for (int level = 0; level < MAX_DEPTH && !at.has("n_features_in_"); level++) {
            if (at.get("estimator_") instanceof PyObject inner) {
                at = inner;
                continue;
            }
            String parts = at.has("steps") ? "steps" : "transformer_list";
            for (Object part : at.has(parts) ? at.list(parts) : List.of()) {
                if (part instanceof List<?> pair
                        && pair.size() == 2
                        && pair.get(1) instanceof PyObject inner) {
                    at = inner;
                    break;
                }
            }
        }
        // A column of texts, which none of them counts.
        return at.simpleType().endsWith("Vectorizer") ? 1 : at.integer("n_features_in_");
    }

    private Estimator single(PyObject model) throws ModelLoadException {
        EstimatorLibrary library = Libraries.of(model.type());
        if (library != null) {
            LibraryEstimator foreign = library.open(model);
            kernels.add(foreign.check());
            return Foreign.of(foreign);
        }
        String type = model.simpleType();
        return switch (type) {
            case "LogisticRegression", "LogisticRegressionCV" -> logistic(model);
            case "SGDClassifier" ->
                    LinearClassifier.of(model, Classes.of(model), sgd(model.text("loss")));
            case "LinearSVC",
                    "RidgeClassifier",
                    "RidgeClassifierCV",
                    "Perceptron",
                    "PassiveAggressiveClassifier" ->
                    LinearClassifier.of(
                            model, Classes.of(model), LinearClassifier.Probabilities.NONE);
            case "LinearRegression",
                    "Ridge",
                    "RidgeCV",
                    "Lasso",
                    "LassoCV",
                    "ElasticNet",
                    "ElasticNetCV",
                    "MultiTaskLasso",
                    "MultiTaskElasticNet",
                    "MultiTaskLassoCV",
                    "MultiTaskElasticNetCV",
                    "Lars",
                    "LarsCV",
                    "LassoLars",
                    "LassoLarsCV",
                    "LassoLarsIC",
                    "OrthogonalMatchingPursuit",
                    "OrthogonalMatchingPursuitCV",
                    "TheilSenRegressor",
                    "PassiveAggressiveRegressor",
                    "BayesianRidge",
                    "ARDRegression",
                    "HuberRegressor",
                    "QuantileRegressor",
                    "SGDRegressor",
                    "LinearSVR" ->
                    LinearRegressor.of(model, false);
            case "PoissonRegressor", "GammaRegressor" -> LinearRegressor.of(model, true);
            case "DecisionTreeClassifier",
                    "DecisionTreeRegressor",
                    "ExtraTreeClassifier",
                    "ExtraTreeRegressor" ->
                    Trees.tree(model, version, kernels);
            case "RandomForestClassifier",
                    "RandomForestRegressor",
                    "ExtraTreesClassifier",
                    "ExtraTreesRegressor" ->
                    Trees.forest(model, version, kernels);
            case "GradientBoostingClassifier", "GradientBoostingRegressor" ->
                    Trees.boosted(model, version, kernels);
            case "HistGradientBoostingClassifier", "HistGradientBoostingRegressor" ->
                    HistBoosting.of(model, this);
            case "SVC", "NuSVC" -> SvmClassifier.of(model);
            case "SVR", "NuSVR" -> SvmRegressor.of(model);
            case "KNeighborsClassifier", "KNeighborsRegressor" -> Neighbours.estimator(model);
            case "GaussianNB", "BernoulliNB", "MultinomialNB", "ComplementNB" ->
                    NaiveBayes.of(model);
            case "MLPClassifier", "MLPRegressor" -> Perceptron.of(model);
            case "KMeans", "MiniBatchKMeans", "MeanShift", "AffinityPropagation" ->
                    Centres.of(model);
            case "AdaBoostClassifier" -> Boosting.of(model, this, version);
            case "IsolationForest" -> Isolation.of(model, version, kernels);
            case "OneClassSVM" -> Outliers.supportVectors(model);
            case "SGDOneClassSVM" -> Outliers.linear(model);
            case "EllipticEnvelope" -> Outliers.ellipse(model);
            case "LocalOutlierFactor" -> Outliers.local(model);
            case "GaussianMixture" -> Mixture.of(model);
            case "KernelRidge" -> KernelSum.ridge(model);
            case "GaussianProcessRegressor" -> KernelSum.process(model);
            case "PLSRegression" -> LinearRegressor.latent(model, version);
            case "IsotonicRegression" -> Isotonic.estimator(model);
            case "RANSACRegressor" -> read(model.object("estimator_"));
            case "SelfTrainingClassifier" ->
                    classifier(
                            model.object(
                                    model.has("estimator_") ? "estimator_" : "base_estimator_"),
                            Classes.of(model));
            case "Birch" -> Centres.birch(model);
            case "CalibratedClassifierCV" -> Calibrated.of(model, this);
            case "VotingClassifier" -> Voting.of(model, this);
            case "VotingRegressor" -> {
                List<Estimator.Regressor> members = regressors(model, "estimators_");
                yield MeanRegressor.of(model, members, Voting.weights(model, members.size()));
            }
            case "AdaBoostRegressor" -> MedianRegressor.of(model, this);
            case "BaggingClassifier", "BaggingRegressor" -> Bagged.of(model, this);
            case "StackingClassifier", "StackingRegressor" -> Stacking.of(model, this);
            case "GridSearchCV",
                    "RandomizedSearchCV",
                    "HalvingGridSearchCV",
                    "HalvingRandomSearchCV" ->
                    read(model.object("best_estimator_"));
            case "LinearDiscriminantAnalysis" -> {
                Labels labels = Classes.of(model);
                yield LinearClassifier.of(
                        model,
                        labels,
                        labels.names().size() == 2
                                ? LinearClassifier.Probabilities.LOGISTIC
                                : LinearClassifier.Probabilities.SOFTMAX);
            }
            case "QuadraticDiscriminantAnalysis" -> Quadratic.of(model);
            case "CategoricalNB" -> Categorical.of(model);
            case "OneVsRestClassifier", "OneVsOneClassifier" -> ByLabel.of(model, this);
            case "RegressorChain", "ClassifierChain" -> Linked.of(model, this);
            case "MultiOutputClassifier" -> SeveralLabels.sideBySide(model, this);
            case "MultiOutputRegressor" -> SideBySide.of(model, this);
            case "TransformedTargetRegressor" -> Retargeted.of(model, this);
            case "TweedieRegressor" -> LinearRegressor.of(model, hasLogLink(model));
            case "FrozenEstimator" -> read(model.object("estimator"));
            case "DummyClassifier", "DummyRegressor" -> Constant.of(model);
            case "NearestCentroid" -> Centres.centroids(model);
            default ->
                    throw new ModelLoadException(
                            "The model is a %s, which is not served."
                                    .formatted(Texts.excerpt(model.type())));
        };
    }

    /** Two labels go through the logistic function but where the trainer was told otherwise. */
    private LinearClassifier logistic(PyObject model) throws ModelLoadException {
        Labels labels = Classes.of(model);
        String multi = model.text("multi_class", "auto");
        boolean two = labels.names().size() == 2;
        boolean separate =
                multi.equals("ovr")
                        || !multi.equals("multinomial")
                                && (two || model.text("solver", "").equals("liblinear"));
        if (version.isAtLeast(new Version(1, 8))) {
            separate = two;
        }
        return LinearClassifier.of(
                model,
                labels,
                separate
                        ? LinearClassifier.Probabilities.LOGISTIC
                        : LinearClassifier.Probabilities.SOFTMAX);
    }

    private static boolean hasLogLink(PyObject model) throws ModelLoadException {
        String link = model.text("link");
        return link.equals("log") || link.equals("auto") && model.number("power") > 0;
    }

    private static LinearClassifier.Probabilities sgd(String loss) {
        return Map.of(
                        "log",
                        LinearClassifier.Probabilities.LOGISTIC,
                        "log_loss",
                        LinearClassifier.Probabilities.LOGISTIC,
                        "modified_huber",
                        LinearClassifier.Probabilities.HUBER)
                .getOrDefault(loss, LinearClassifier.Probabilities.NONE);
    }

    /** The classifiers of a list, which must know the same labels and columns. */
    List<Estimator.Classifier> classifiers(PyObject model, String name, Labels labels)
            throws ModelLoadException {
        List<Estimator.Classifier> members = new ArrayList<>();
        for (PyObject each : Trees.objects(model, name)) {
            members.add(classifier(each, labels));
        }
        requireSameColumns(model, members);
        return List.copyOf(members);
    }

    /** The regressors of a list, at least one, which must read the same columns. */
    List<Estimator.Regressor> regressors(PyObject model, String name) throws ModelLoadException {
        List<Estimator> members = new ArrayList<>();
        for (PyObject each : Trees.objects(model, name)) {
            members.add(read(each));
        }
        requireSameColumns(model, members);
        return regressors(model, members);
    }

    static List<Estimator.Regressor> regressors(PyObject model, List<Estimator> members)
            throws ModelLoadException {
        List<Estimator.Regressor> regressors = new ArrayList<>();
        for (Estimator member : members) {
            if (!(member instanceof Estimator.Regressor regressor)) {
                throw new ModelLoadException(
                        "A member of the model's %s is no regressor."
                                .formatted(model.simpleType()));
            }
            regressors.add(regressor);
        }
        return List.copyOf(regressors);
    }

    /** The output of each of so many members: each of them once. */
    static int[] places(PyObject model, String name, int members) throws ModelLoadException {
        Object given = model.get(name);
        int[] places =
                given instanceof PyArray array ? array.ints(model.where(name)) : new int[members];
        if (!(given instanceof PyArray)) {
            List<@Nullable Object> list = model.list(name);
            for (int i = 0; i < Math.min(members, list.size()); i++) {
                places[i] = PyValues.integer(list.get(i), model.where(name));
            }
        }
        boolean[] taken = new boolean[members];
        for (int place : places) {
            if (places.length != members || place < 0 || place >= members || taken[place]) {
                throw new ModelLoadException(
                        "The model's %s must name each of %d outputs once."
                                .formatted(model.where(name), members));
            }
            taken[place] = true;
        }
        return places;
    }

    /** Refuses members, none of which may be missing, that cannot be given the same rows. */
    static void requireSameColumns(PyObject model, List<? extends Estimator> members)
            throws ModelLoadException {
        if (members.isEmpty()) {
            throw new ModelLoadException(
                    "The model's %s has no members.".formatted(model.simpleType()));
        }
        for (Estimator member : members) {
            if (member.features() != members.get(0).features()) {
                throw new ModelLoadException(
                        "The members of the model's %s take different columns."
                                .formatted(model.simpleType()));
            }
        }
        Need[] merged = Need.merged(members);
        for (Estimator member : members) {
            Need[] own = member.needs();
            for (int i = 0; i < own.length; i++) {
                if (own[i] != Need.NOTHING && own[i] != merged[i]) {
                    throw new ModelLoadException(
                            "The members of the model's %s read column %d as text and as number."
                                    .formatted(model.simpleType(), i));
                }
            }
        }
    }

    Estimator.Classifier classifier(PyObject each, Labels labels) throws ModelLoadException {
        if (!(read(each) instanceof Estimator.Classifier classifier)
                || !classifier.labels().names().equals(labels.names())) {
            throw new ModelLoadException(
                    "A member of the model, %s, does not answer with the model's classes."
                            .formatted(Texts.excerpt(each.simpleType())));
        }
        return classifier;
    }

    /** Whether it has a decision function. */
    boolean decides(Estimator.Classifier classifier) {
        return classifier.decision(noRows(classifier)) != null;
    }

    boolean hasProbabilities(Estimator.Classifier classifier) {
        return classifier.probabilities(noRows(classifier)) != null;
    }

    private static Batch noRows(Estimator.Classifier classifier) {
        List<Object> columns = new ArrayList<>();
        for (Need need : classifier.needs()) {
            columns.add(need == Need.TEXT ? new String[0] : new double[0]);
        }
        return new Batch(0, columns);
    }
}

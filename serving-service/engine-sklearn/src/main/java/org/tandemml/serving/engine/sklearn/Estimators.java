package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** Reads the step that answers, by the name of its class. */
final class Estimators {
    private static final int MAX_DEPTH = 16;

    private final Version version;
    private final Transformers transformers = new Transformers();
    private int depth;

    Estimators(Version version) {
        this.version = version;
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

    /** How many columns the first step takes. */
    private static int features(PyObject step) throws ModelLoadException {
        if (step.has("n_features_in_")) {
            return step.integer("n_features_in_");
        }
        if (step.simpleType().equals("Pipeline")) {
            for (Object each : step.list("steps")) {
                List<@Nullable Object> pair = PyValues.list(each, step.where("steps"));
                if (pair.size() == 2 && pair.get(1) instanceof PyObject inner) {
                    return features(inner);
                }
            }
        }
        return step.integer("n_features_in_");
    }

    private Estimator single(PyObject model) throws ModelLoadException {
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
                    "Lars",
                    "LassoLars",
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
                    Trees.tree(model, version);
            case "RandomForestClassifier",
                    "RandomForestRegressor",
                    "ExtraTreesClassifier",
                    "ExtraTreesRegressor" ->
                    Trees.forest(model, version);
            case "GradientBoostingClassifier", "GradientBoostingRegressor" ->
                    Trees.boosted(model, version);
            case "HistGradientBoostingClassifier", "HistGradientBoostingRegressor" ->
                    HistBoosting.of(model, this);
            case "SVC", "NuSVC" -> SvmClassifier.of(model);
            case "SVR", "NuSVR" -> SvmRegressor.of(model);
            case "KNeighborsClassifier", "KNeighborsRegressor" -> Neighbours.estimator(model);
            case "GaussianNB", "BernoulliNB", "MultinomialNB", "ComplementNB" ->
                    NaiveBayes.of(model);
            case "MLPClassifier", "MLPRegressor" -> Perceptron.of(model);
            case "KMeans", "MiniBatchKMeans" -> Centres.of(model);
            case "AdaBoostClassifier" -> Boosting.of(model, this, version);
            case "IsolationForest" -> Isolation.of(model, version);
            case "CalibratedClassifierCV" -> Calibrated.of(model, this);
            case "VotingClassifier" -> Voting.of(model, this);
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
            if (members.get(members.size() - 1).features() != members.get(0).features()) {
                throw new ModelLoadException(
                        "The members of the model's %s take different columns."
                                .formatted(model.simpleType()));
            }
        }
        return List.copyOf(members);
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
        for (Need need : Piped.needs(classifier)) {
            columns.add(need == Need.TEXT ? new String[0] : new double[0]);
        }
        return new Batch(0, columns);
    }
}

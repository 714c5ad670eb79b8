package org.tandemml.serving.engine.sklearn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PickleReader;
import org.tandemml.serving.engine.pickle.PyObject;

/** Estimators of known classes whose parts do not fit together, written as pickles by hand. */
class HostileStateTest {
    private static final String RIDGE = line("linear_model._ridge.Ridge", 2);
    private static final String BAYES =
            object(
                    "naive_bayes.GaussianNB",
                    "classes_",
                    places(0, 1),
                    "var_",
                    matrix(2, 1, 1, 1, 1),
                    "theta_",
                    matrix(2, 0, 0, 1, 1),
                    "class_prior_",
                    array(0.5, 0.5));

    private static String line(String name, int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return object(
                name, "coef_", array(ones), "intercept_", "K\1", "n_features_in_", whole(width));
    }

    private static String object(String name, String... attributes) {
        return instance("sklearn." + name, attributes);
    }

    private static String instance(String name, String... attributes) {
        int dot = name.lastIndexOf('.');
        StringBuilder pickle = new StringBuilder("c");
        pickle.append(name, 0, dot).append('\n').append(name.substring(dot + 1));
        pickle.append("\n)\u0081}(");
        for (int i = 0; i < attributes.length; i += 2) {
            pickle.append(text(attributes[i])).append(attributes[i + 1]);
        }
        return pickle + "ub";
    }

    private static String text(String text) {
        return "V" + text + "\n";
    }

    private static String whole(int number) {
        return "I" + number + "\n";
    }

    private static String list(String... items) {
        return "(" + String.join("", items) + "l";
    }

    private static String pair(String name, String value) {
        return "(" + text(name) + value + "t";
    }

    private static String array(double... values) {
        return ndarray("f8", "(" + whole(values.length) + "t", bits(values));
    }

    private static String matrix(int columns, double... values) {
        String shape = "(" + whole(values.length / columns) + whole(columns) + "t";
        return ndarray("f8", shape, bits(values));
    }

    private static String places(long... values) {
        return ndarray("i8", "(" + whole(values.length) + "t", values);
    }

    private static long[] bits(double... values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static String ndarray(String type, String shape, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\0tC\1btR(K\1"
                + shape
                + "cnumpy\ndtype\n(V"
                + type
                + "\nK\0K\1tR(K\3V<\nNNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb"
                + "\u0089C"
                + (char) bytes.capacity()
                + new String(bytes.array(), ISO_8859_1)
                + "tb";
    }

    private static String piped(String step, String last) {
        return object("pipeline.Pipeline", "steps", list(pair("step", step), pair("last", last)));
    }

    private final SoftAssertions refusals = new SoftAssertions();

    @AfterEach
    void tellAll() {
        refusals.assertAll();
    }

    private void assertRefused(String pickle, String reason) {
        byte[] file = ("\u0080\3" + pickle + ".").getBytes(ISO_8859_1);
        refusals.assertThatThrownBy(
                        () -> {
                            Object root = PickleReader.read(file, KnownClasses.NAMES);
                            SklearnModel.of((PyObject) root, new Version(1, 5), "predict").close();
                        })
                .as(reason)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
    }

    private void assertStepRefused(String reason, String name, String... attributes) {
        String[] all = Arrays.copyOf(attributes, attributes.length + 2);
        all[attributes.length] = "n_features_in_";
        all[attributes.length + 1] = whole(2);
        assertRefused(piped(object(name, all), RIDGE), reason);
    }

    private static String extreme(String... booster) {
        return instance(
                "xgboost.sklearn.XGBRegressor",
                "_Booster",
                instance("xgboost.core.Booster", booster));
    }

    @Test
    void refuses_estimators_of_other_libraries_that_hold_no_booster() {
        assertRefused(
                extreme("handle", text("{}")), "Booster.handle must be bytes; it is a String");
        assertRefused(extreme("handle", "N"), "The model has no Booster.handle");
        assertRefused(extreme("handle", "C\4bird"), "neither JSON nor UBJSON");
        assertRefused(extreme("handle", "C\14{\"Model\":{}}"), "has no 'Model.learner'");
        assertRefused(
                instance("xgboost.sklearn.XGBRegressor", "_Booster", RIDGE),
                "XGBRegressor._Booster is a sklearn.linear_model._ridge.Ridge");
        String text = instance("lightgbm.basic.Booster", "_handle", text("tree version"));
        assertRefused(
                instance("lightgbm.sklearn.LGBMRegressor", "_Booster", text),
                "does not begin with the line 'tree'");
        assertRefused(text, "The model is a lightgbm.basic.Booster, which is not served");
    }

    private static String words(String... attributes) {
        String[] all = Arrays.copyOf(attributes, attributes.length + 4);
        all[attributes.length] = "input";
        all[attributes.length + 1] = text("content");
        all[attributes.length + 2] = "ngram_range";
        all[attributes.length + 3] = "(K\1K\1t";
        String step = object("feature_extraction.text.CountVectorizer", all);
        return piped(step, line("linear_model._ridge.Ridge", 1));
    }

    private static String vocabulary(String term, int place) {
        return "}(" + text(term) + whole(place) + "u";
    }

    @Test
    void refuses_vectorizers_that_are_programs_or_do_not_fit() {
        String one = vocabulary("a", 0);
        assertRefused(words("vocabulary_", one), "CountVectorizer.analyzer is 'a function'");
        assertRefused(
                words("vocabulary_", one, "analyzer", text("word"), "tokenizer", RIDGE),
                "CountVectorizer.tokenizer is a sklearn.linear_model._ridge.Ridge, a program");
        assertRefused(
                words(
                        "vocabulary_",
                        one,
                        "analyzer",
                        text("word"),
                        "token_pattern",
                        text("(a+)+$")),
                "CountVectorizer.token_pattern is '(a+)+$', which is not served");
        assertRefused(
                words("vocabulary_", vocabulary("a", 1), "analyzer", text("char")),
                "must give each of 1 terms a place of its own");
        assertRefused(words("analyzer", text("char")), "has no CountVectorizer.vocabulary_");
        assertStepRefused(
                "HashingVectorizer.n_features is 2000000000",
                "feature_extraction.text.HashingVectorizer",
                "n_features",
                whole(2_000_000_000));
    }

    private static String kernel(String... attributes) {
        return object(
                "gaussian_process._gpr.GaussianProcessRegressor",
                "X_train_",
                matrix(2, 1, 2),
                "kernel_",
                object("gaussian_process.kernels.Matern", attributes));
    }

    private static String sparse(long begin, long place) {
        return instance(
                "scipy.sparse._csr.csr_matrix",
                "_shape",
                "(K\1K\2t",
                "indptr",
                places(0, begin),
                "indices",
                places(place),
                "data",
                array(1));
    }

    private static String neighbours(String rows) {
        return object(
                "neighbors._regression.KNeighborsRegressor", "n_neighbors", "K\1", "_fit_X", rows);
    }

    @Test
    void refuses_parts_of_the_training_data_that_do_not_fit() {
        assertRefused(kernel("length_scale", "K\1", "nu", "K\7"), "Matern.nu is 7.0");
        assertRefused(kernel("length_scale", array(1, 2, 3)), "is for 3 columns, 2 reach it");
        assertRefused(neighbours(sparse(2, 0)), "names a cell that is not there");
        assertRefused(neighbours(sparse(1, 2)), "names a cell that is not there");
        assertRefused(
                object(
                        "mixture._gaussian_mixture.GaussianMixture",
                        "means_",
                        matrix(2, 1, 2),
                        "weights_",
                        array(1),
                        "covariance_type",
                        text("full"),
                        "precisions_cholesky_",
                        array(1, 2)),
                "precisions_cholesky_ are of shape [2], which does not fit its means");
        assertRefused(
                object(
                        "neighbors._lof.LocalOutlierFactor",
                        "n_neighbors_",
                        "K\1",
                        "novelty",
                        "\u0089"),
                "trained without novelty");
        assertRefused(
                object(
                        "multioutput.RegressorChain",
                        "estimators_",
                        list(RIDGE, RIDGE),
                        "order_",
                        list("K\0", "K\1")),
                "Member 1 of the model's RegressorChain takes 2 columns");
        assertRefused(
                object(
                        "multioutput.RegressorChain",
                        "estimators_",
                        list(RIDGE),
                        "order_",
                        list("K\1")),
                "must name each of 1 outputs once");
    }

    @Test
    void refuses_steps_that_do_not_fit() {
        assertStepRefused(
                "PCA.components_ are of shape [1, 3]; 2 columns reach them",
                "decomposition._pca.PCA",
                "components_",
                matrix(3, 1, 2, 3));
        assertStepRefused(
                "PCA.mean_ is for 3 columns, 2 reach it",
                "decomposition._pca.PCA",
                "components_",
                matrix(2, 1, 2),
                "mean_",
                array(1, 2, 3));
        assertStepRefused(
                "Normalizer.norm is 'l3'", "preprocessing._data.Normalizer", "norm", text("l3"));
        assertStepRefused(
                "PowerTransformer.lambdas_ is for 1 columns",
                "preprocessing._data.PowerTransformer",
                "lambdas_",
                array(1));
        assertStepRefused(
                "QuantileTransformer.quantiles_ are of shape [2, 1]; it must be [2, 2]",
                "preprocessing._data.QuantileTransformer",
                "references_",
                array(0, 1),
                "quantiles_",
                matrix(1, 0, 1));
        assertStepRefused(
                "VarianceThreshold keeps no column",
                "feature_selection._variance_threshold.VarianceThreshold",
                "threshold",
                "K\5",
                "variances_",
                array(1, 2));
        assertStepRefused(
                "RFE.support_ is for 1 columns, 2 reach it",
                "feature_selection._rfe.RFE",
                "support_",
                array(1));
        assertStepRefused(
                "KBinsDiscretizer.bin_edges_ are for 1 columns",
                "preprocessing._discretization.KBinsDiscretizer",
                "bin_edges_",
                array(1));
        assertStepRefused(
                "KNNImputer is served with uniform weights",
                "impute._knn.KNNImputer",
                "_fit_X",
                matrix(2, 1, 2),
                "weights",
                text("distance"));
        assertStepRefused(
                "TargetEncoder.categories_ are for 1 columns",
                "preprocessing._target_encoder.TargetEncoder",
                "categories_",
                list(array(1)),
                "encodings_",
                list(array(1)),
                "target_mean_",
                "K\1");
        assertStepRefused(
                "last step takes 2 columns, 3 reach it",
                "pipeline.FeatureUnion",
                "transformer_list",
                list(
                        pair("all", text("passthrough")),
                        pair(
                                "one",
                                object("decomposition._pca.PCA", "components_", matrix(2, 1, 2)))));
    }

    @Test
    void refuses_members_that_do_not_fit() {
        String bagging = "ensemble._bagging.BaggingRegressor";
        for (List<String> each :
                List.of(
                        List.of(list(places(0, 7)), "estimators_features_ name column 7 of 3"),
                        List.of(list(places(0, -1)), "estimators_features_ name column -1 of 3"),
                        List.of(list(places(0)), "takes 2 columns and is given 1"),
                        List.of(list(), "estimators_features_ do not fit its members"))) {
            assertRefused(
                    object(
                            bagging,
                            "n_features_in_",
                            "K\3",
                            "estimators_",
                            list(RIDGE),
                            "estimators_features_",
                            each.get(0)),
                    each.get(1));
        }
        assertRefused(
                object("ensemble._voting.VotingRegressor", "estimators_", list()),
                "VotingRegressor has no members");
        assertRefused(
                object(
                        "ensemble._voting.VotingRegressor",
                        "estimators_",
                        list(RIDGE, line("linear_model._ridge.Ridge", 3))),
                "members of the model's VotingRegressor take different columns");
        assertRefused(
                object("ensemble._voting.VotingRegressor", "estimators_", list(BAYES)),
                "is no regressor");
        assertRefused(
                object(
                        "ensemble._weight_boosting.AdaBoostRegressor",
                        "estimators_",
                        list(RIDGE, RIDGE),
                        "estimator_weights_",
                        array(1)),
                "fewer weights than members");
        String stacking = "ensemble._stacking.StackingRegressor";
        assertRefused(
                object(stacking, "estimators_", list(RIDGE), "stack_method_", list()),
                "stack_method_ do not fit its members");
        assertRefused(
                object(
                        stacking,
                        "estimators_",
                        list(RIDGE),
                        "stack_method_",
                        list(text("__reduce__"))),
                "asks a member for its __reduce__");
        assertRefused(
                object(
                        stacking,
                        "estimators_",
                        list(RIDGE),
                        "stack_method_",
                        list(text("predict")),
                        "final_estimator_",
                        RIDGE),
                "final_estimator_ takes 2 columns, 1 reach it");
        assertRefused(
                object(
                        "multiclass.OneVsRestClassifier",
                        "label_binarizer_",
                        object("preprocessing._label.LabelBinarizer", "classes_", array(1, 2, 3)),
                        "estimators_",
                        list(BAYES)),
                "has 1 members for 3 classes; it needs 3");
        assertRefused(
                object(
                        "compose._target.TransformedTargetRegressor",
                        "regressor_",
                        RIDGE,
                        "transformer_",
                        object(
                                "preprocessing._function_transformer.FunctionTransformer",
                                "inverse_func",
                                "csklearn.metrics._ranking\nroc_auc_score\n")),
                "FunctionTransformer.inverse_func is sklearn.metrics._ranking.roc_auc_score");
    }

    @Test
    void refuses_parts_that_are_not_for_its_classes() {
        assertRefused(
                object(
                        "neighbors._nearest_centroid.NearestCentroid",
                        "classes_",
                        array(1, 2),
                        "metric",
                        text("euclidean"),
                        "centroids_",
                        matrix(2, 1, 2)),
                "NearestCentroid.centroids_ must have a row for each class");
        assertRefused(
                object(
                        "dummy.DummyClassifier",
                        "n_features_in_",
                        "K\2",
                        "classes_",
                        array(1, 2),
                        "class_prior_",
                        array(0.5, 0.5),
                        "strategy",
                        text("stratified")),
                "'stratified': its answers are random");
        assertRefused(
                object(
                        "naive_bayes.CategoricalNB",
                        "classes_",
                        array(1, 2),
                        "feature_log_prob_",
                        list(matrix(2, 1, 2))),
                "CategoricalNB.feature_log_prob_ must have a row for each class");
        assertRefused(
                object(
                        "discriminant_analysis.QuadraticDiscriminantAnalysis",
                        "classes_",
                        array(1, 2),
                        "means_",
                        matrix(2, 1, 2, 3, 4),
                        "priors_",
                        array(0.5, 0.5),
                        "scalings_",
                        list(array(1, 1), array(1, 1)),
                        "rotations_",
                        list(matrix(2, 1, 0, 0, 1), matrix(1, 1, 0))),
                "rotations_ and scalings_ do not fit together");
    }

    /** A pipeline whose first step is the pipeline itself. */
    @Test
    void refuses_a_pipeline_in_itself() {
        String itself =
                "csklearn.pipeline\nPipeline\n)\u0081q\1}"
                        + text("steps")
                        + list("(" + text("step") + "h\1t", pair("last", RIDGE))
                        + "sb";
        assertRefused(itself, "Pipeline.n_features_in_");
    }
}

package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.Tree;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * HistGradientBoosting: double thresholds, missing values, categories as bit sets. A category that
 * training did not see follows the missing ones.
 */
final class HistBoosting implements BoostedClassifier.Scores {
    private static final int WORDS = 8;
    private static final int CATEGORIES = 256;

    private final @Nullable Transformer preparation;
    private final TreeKernels kernels;
    private final TreeKernel kernel;
    private final boolean @Nullable [][] known;
    private final String name;
    private final int features;

    private HistBoosting(
            String name,
            int features,
            @Nullable Transformer preparation,
            TreeKernels kernels,
            TreeKernel kernel,
            boolean @Nullable [][] known) {
        this.name = name;
        this.features = features;
        this.preparation = preparation;
        this.kernels = kernels;
        this.kernel = kernel;
        this.known = known;
    }

    static Estimator of(PyObject model, Estimators reader) throws ModelLoadException {
        int features = model.integer("n_features_in_");
        Object given = model.get("_preprocessor");
        Transformer preparation =
                given == null
                        ? null
                        : reader.transformers()
                                .read(
                                        PyValues.object(given, model.where("_preprocessor")),
                                        features);
        int columns = preparation == null ? features : preparation.width();
        double[] start =
                model.get("_baseline_prediction") instanceof PyArray array
                        ? array.doubles(model.where("_baseline_prediction"))
                        : new double[] {model.number("_baseline_prediction")};
        List<Tree> trees = new ArrayList<>();
        for (Object stage : model.list("_predictors")) {
            List<@Nullable Object> members = PyValues.list(stage, model.where("_predictors"));
            if (members.size() != start.length) {
                throw new ModelLoadException(
                        "The model's %s has %d trees a stage, and %d starting values."
                                .formatted(
                                        model.where("_predictors"), members.size(), start.length));
            }
            for (int output = 0; output < start.length; output++) {
                PyObject member = PyValues.object(members.get(output), model.where("_predictors"));
                trees.add(tree("Tree " + trees.size(), member, columns, output));
            }
        }
        TreeKernel kernel =
                reader.kernels()
                        .compile(
                                new Ensemble(
                                        columns,
                                        start.length,
                                        trees,
                                        start,
                                        Ensemble.Precision.DOUBLE));
        HistBoosting raw =
                new HistBoosting(
                        model.simpleType(),
                        features,
                        preparation,
                        reader.kernels(),
                        kernel,
                        known(model, columns));
        return estimator(model, raw, start.length, reader);
    }

    private static Estimator estimator(
            PyObject model, HistBoosting raw, int outputs, Estimators reader)
            throws ModelLoadException {
        String loss = model.text("loss");
        if (model.simpleType().endsWith("Regressor")) {
            boolean exponential = loss.equals("poisson") || loss.equals("gamma");
            if (outputs != 1) {
                throw new ModelLoadException("The model's regressor has several outputs.");
            }
            return new BoostedRegressor(raw, exponential);
        }
        var labels = Classes.of(model);
        int size = labels.names().size();
        if (outputs != (size == 2 ? 1 : size)) {
            throw new ModelLoadException(
                    "The model's %s has %d starting values for %d classes."
                            .formatted(model.simpleType(), outputs, size));
        }
        return new BoostedClassifier(labels, raw, 1, 0);
    }

    private static Tree tree(String name, PyObject predictor, int columns, int output)
            throws ModelLoadException {
        PyArray nodes = predictor.array("nodes");
        String where = predictor.where("nodes");
        double[] leaf = nodes.field("is_leaf", where).doubles(where);
        int count = leaf.length;
        int[] number = new int[count];
        int splits = 0;
        int leaves = 0;
        for (int node = 0; node < count; node++) {
            number[node] = leaf[node] != 0 ? ~leaves++ : splits++;
        }
        double[] values = nodes.field("value", where).doubles(where);
        double[] added = new double[leaves];
        Tree.Splits form = Tree.Splits.of(splits);
        int[] feature = nodes.field("feature_idx", where).ints(where);
        double[] threshold = nodes.field("num_threshold", where).doubles(where);
        int[] left = nodes.field("left", where).ints(where);
        int[] right = nodes.field("right", where).ints(where);
        double[] missing = nodes.field("missing_go_to_left", where).doubles(where);
        double[] category = nodes.field("is_categorical", where).doubles(where);
        int[] set = nodes.field("bitset_idx", where).ints(where);
        for (int node = 0; node < count; node++) {
            int at = number[node];
            if (at < 0) {
                added[~at] = values[node];
                continue;
            }
            form.feature()[at] = feature[node];
            form.threshold()[at] = threshold[node];
            form.left()[at] = child(name, number, left[node]);
            form.right()[at] = child(name, number, right[node]);
            form.missingLeft()[at] = missing[node] != 0;
            if (category[node] != 0) {
                form.threshold()[at] = 0;
                form.categories()[at] = bits(predictor, set[node]);
            }
        }
        return new Tree(name, columns, form, Tree.Leaves.of(added), output);
    }

    private static int child(String name, int[] number, int child) throws ModelLoadException {
        if (child < 0 || child >= number.length) {
            throw new ModelLoadException("%s: node %d does not exist.".formatted(name, child));
        }
        return number[child];
    }

    private static long[] bits(PyObject predictor, int index) throws ModelLoadException {
        String where = predictor.where("raw_left_cat_bitsets");
        PyArray sets = predictor.array("raw_left_cat_bitsets");
        long[] words = sets.longs(where);
        if (index < 0 || sets.rank() != 2 || sets.length(1) != WORDS || index >= sets.length(0)) {
            throw new ModelLoadException("The model's %s has no set %d.".formatted(where, index));
        }
        long[] bits = new long[WORDS / 2];
        for (int i = 0; i < WORDS; i++) {
            bits[i / 2] |= words[index * WORDS + i] << 32 * (i % 2);
        }
        return bits;
    }

    /** Which categories training saw, by column; null for numeric columns. */
    private static boolean @Nullable [][] known(PyObject model, int columns)
            throws ModelLoadException {
        boolean @Nullable [][] known = new boolean[columns][];
        PyObject mapper = model.object("_bin_mapper");
        if (!mapper.has("is_categorical_")) {
            return known;
        }
        double[] categorical =
                mapper.array("is_categorical_").doubles(mapper.where("is_categorical_"));
        List<@Nullable Object> thresholds = mapper.list("bin_thresholds_");
        if (categorical.length != columns || thresholds.size() != columns) {
            throw new ModelLoadException(
                    "The model's %s does not fit its columns."
                            .formatted(mapper.where("is_categorical_")));
        }
        for (int column = 0; column < columns; column++) {
            if (categorical[column] != 0) {
                known[column] = new boolean[CATEGORIES];
                String where = mapper.where("bin_thresholds_");
                for (double code : PyValues.array(thresholds.get(column), where).doubles(where)) {
                    if (code >= 0 && code < CATEGORIES) {
                        Objects.requireNonNull(known[column])[(int) code] = true;
                    }
                }
            }
        }
        return known;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int outputs() {
        return kernel.outputs();
    }

    /** What it reads: texts where its own encoder takes texts. */
    @Override
    public Need[] needs() {
        return preparation == null ? Need.numbers(features) : preparation.needs();
    }

    @Override
    public double[] of(Batch rows) {
        Batch prepared = preparation == null ? rows : preparation.apply(rows);
        return Forest.sums(kernels, kernel, prepared, false, this::known);
    }

    private double known(int column, double value) {
        boolean[] codes = known[column];
        if (codes == null || value != value) {
            return value;
        }
        // Codes are bytes there: the fraction is cut off.
        return value > -1 && value < CATEGORIES && codes[(int) value] ? value : Double.NaN;
    }

    @Override
    public String toString() {
        return name;
    }
}

package org.tandemml.serving.engine.lightgbm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.pickle.LibraryEstimator;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.Inputs;
import org.tandemml.serving.engine.trees.RowModel;
import org.tandemml.serving.engine.trees.RowPredictor;
import org.tandemml.serving.engine.trees.RowReader;
import org.tandemml.serving.engine.trees.Tree;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * A LightGBM booster. Answers what {@code Booster.predict} answers, or the labels that {@code
 * LGBMClassifier.predict} makes of that.
 */
final class LightgbmModel implements OpenModel, RowModel {
    private static final int MAX_FEATURES = 1 << 20;

    private final int features;
    private final Inputs inputs;
    private final TreeKernel kernel;
    private final ZeroColumns columns;
    private final Objective objective;
    private final int divisor;
    private final @Nullable Labels labels;

    private LightgbmModel(
            int features,
            Inputs inputs,
            TreeKernel kernel,
            ZeroColumns columns,
            Objective objective,
            int divisor,
            @Nullable Labels labels) {
        this.features = features;
        this.inputs = inputs;
        this.kernel = kernel;
        this.columns = columns;
        this.objective = objective;
        this.divisor = divisor;
        this.labels = labels;
    }

    static LightgbmModel of(ModelText text) throws ModelLoadException {
        return of(text, 0, null);
    }

    static LightgbmModel of(PickledModel model) throws ModelLoadException {
        return of(model.text(), model.iterations(), model.labels());
    }

    private static LightgbmModel of(ModelText text, int iterations, @Nullable Labels labels)
            throws ModelLoadException {
        Section header = text.header();
        List<String> names = names(header);
        int classes = header.integer("num_class");
        int outputs = header.integer("num_tree_per_iteration", classes);
        int trees = text.trees().size();
        if (classes < 1 || outputs < 1 || outputs > Math.max(1, trees) || trees % outputs != 0) {
            throw new ModelLoadException(
                    "num_class=%d and num_tree_per_iteration=%d do not fit a file with %d trees."
                            .formatted(classes, outputs, trees));
        }
        if (classes != outputs) {
            throw new ModelLoadException(
                    "num_class is %d, but num_tree_per_iteration is %d."
                            .formatted(classes, outputs));
        }
        if (labels != null && labels.names().size() != (outputs == 1 ? 2 : outputs)) {
            throw new ModelLoadException(
                    "The classifier has %d labels, its booster %d outputs."
                            .formatted(labels.names().size(), outputs));
        }
        int used = iterations == 0 ? trees : (int) Math.min(trees, (long) iterations * outputs);
        Objective objective = Objective.of(text.objective(), classes);
        ZeroColumns columns = new ZeroColumns(names.size());
        for (Section tree : text.trees()) {
            TreeSection.mark(tree, columns);
        }
        List<Tree> read = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            // Those that are not used are read too: a damaged file is refused as a whole.
            read.add(new TreeSection(text.trees().get(i), columns).read(names.size(), i % outputs));
        }
        TreeKernel kernel =
                TreeKernel.compile(
                        new Ensemble(
                                columns.width(),
                                outputs,
                                read.subList(0, used),
                                new double[outputs],
                                Ensemble.Precision.DOUBLE));
        Map<Integer, Inputs.Categories> categories = PandasCategories.of(text, names.size());
        return new LightgbmModel(
                names.size(),
                new Inputs("LightGBM", names.size(), names, categories, true, false),
                kernel,
                columns,
                objective,
                text.averaged() ? Math.max(1, used / outputs) : 1,
                labels);
    }

    private static List<String> names(Section header) throws ModelLoadException {
        int last = header.integer("max_feature_idx");
        String[] names = Section.split(header.texts().getOrDefault("feature_names", ""));
        if (last < 0 || last >= MAX_FEATURES || names.length != last + 1) {
            throw new ModelLoadException(
                    "max_feature_idx is %d, and feature_names has %d names; it must have one more, and at most %d."
                            .formatted(last, names.length, MAX_FEATURES));
        }
        if (header.has("feature_infos")) {
            header.words("feature_infos", names.length);
        }
        if (new HashSet<>(List.of(names)).size() != names.length) {
            throw new ModelLoadException("feature_names has the same name twice.");
        }
        return List.of(names);
    }

    @Override
    public Schema inputs() {
        return inputs.schema();
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        return new RowPredictor(this, reader(schema), kernel.check());
    }

    @Override
    public int columns() {
        return columns.width();
    }

    @Override
    public int outputs() {
        return kernel.outputs();
    }

    @Override
    public void read(RowReader reader, Table table, int first, int count, double[] into) {
        reader.read(table, first, count, into, columns.width());
        columns.fill(into, count);
    }

    @Override
    public Pass pass(int rows) {
        return kernel.pass(rows);
    }

    @Override
    public int check(double[] rows, int count) throws ModelLoadException {
        kernel.check(rows, count);
        return count;
    }

    /**
     * As an estimator inside one of scikit-learn, whose columns have no texts.
     *
     * @param decides whether it has a decision function
     */
    LibraryEstimator estimator(boolean decides) throws ModelLoadException {
        if (inputs.hasCategories()) {
            throw new ModelLoadException(
                    "A LightGBM estimator inside the model has columns of pandas categories; such are served outside of scikit-learn's estimators only.");
        }
        return new LibraryEstimator(
                features,
                labels == null ? outputs() : labels.names().size(),
                labels,
                kernel.check(),
                this::answers,
                decides ? this::sums : null);
    }

    private double[] answers(double[] rows, int count) {
        double[] sums = sums(rows, count);
        finish(sums, count);
        if (labels == null || outputs() > 1) {
            return sums;
        }
        double[] both = new double[2 * count];
        for (int row = 0; row < count; row++) {
            both[2 * row] = 1 - sums[row];
            both[2 * row + 1] = sums[row];
        }
        return both;
    }

    private double[] sums(double[] rows, int count) {
        int width = columns();
        return sums(
                count,
                (first, block, into) -> {
                    for (int row = 0; row < block; row++) {
                        System.arraycopy(
                                rows, (first + row) * features, into, row * width, features);
                    }
                    columns.fill(into, block);
                });
    }

    @Override
    public Predictions answer(double[] sums, int rows) {
        finish(sums, rows);
        int outputs = kernel.outputs();
        if (labels != null) {
            return new Predictions.BareLabels(labels, largest(sums, rows, outputs));
        }
        return new Predictions.Numbers(sums, rows, outputs);
    }

    /** Makes the answers of sums, in their place. */
    private void finish(double[] sums, int rows) {
        int outputs = kernel.outputs();
        if (divisor != 1) {
            // Raw scores are sums even where answers are means.
            for (int i = 0; i < sums.length; i++) {
                sums[i] /= divisor;
            }
        }
        for (int row = 0; row < rows; row++) {
            objective.apply(sums, row * outputs, outputs);
        }
    }

    /** The first of the largest probabilities, by row; with one output it is that of label 1. */
    private static int[] largest(double[] probabilities, int rows, int outputs) {
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++) {
            int from = row * outputs;
            if (outputs == 1) {
                places[row] = probabilities[from] > 1.0 - probabilities[from] ? 1 : 0;
            }
            for (int i = 1; i < outputs; i++) {
                if (probabilities[from + i] > probabilities[from + places[row]]) {
                    places[row] = i;
                }
            }
        }
        return places;
    }

    /** For {@link #sums}. */
    RowReader reader(Schema schema) throws ModelLoadException {
        return inputs.bind(schema);
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}

package org.tandemml.serving.engine.xgboost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.KernelCheck;
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

/** An XGBoost booster. Answers what {@code predict} of the class that logged it answers. */
final class XgboostModel implements OpenModel, RowModel {
    private final Booster.Head head;
    private final Interface made;
    private final Inputs inputs;
    private final Margins margins;
    private final boolean[] categorical;

    private XgboostModel(
            Booster.Head head, Interface made, Margins margins, boolean[] categorical) {
        this.head = head;
        this.made = made;
        this.margins = margins;
        this.categorical = categorical;
        inputs =
                new Inputs(
                        "XGBoost", head.features(), head.names(), head.categories(), false, true);
    }

    static XgboostModel of(Booster booster, Interface made) throws ModelLoadException {
        Booster.Head head = booster.head();
        float[] start = start(head);
        boolean[] categorical = new boolean[head.features()];
        Booster.Forest forest = booster.forest();
        Margins margins;
        if (forest == null) {
            margins =
                    new LinearMargins(head.features(), head.outputs(), booster.weights(), start[0]);
        } else {
            int count = made == Interface.BOOSTER ? forest.trees().size() : forest.best();
            for (int i = 0; i < count; i++) {
                forest.trees().get(i).markCategorical(categorical);
            }
            margins = new TreeMargins(kernel(head, forest, count, start, categorical));
        }
        return new XgboostModel(head, made, margins, categorical);
    }

    private static float[] start(Booster.Head head) throws ModelLoadException {
        float[] start = new float[head.outputs()];
        for (int i = 0; i < start.length; i++) {
            float base = head.base()[head.base().length == 1 ? 0 : i];
            start[i] = head.baseIsMargin() ? base : head.objective().margin(base);
            if (Float.isNaN(start[i]) || Float.isInfinite(start[i])) {
                throw new ModelLoadException(
                        "base_score %s is none that the model's objective can begin with."
                                .formatted(base));
            }
        }
        return start;
    }

    private static TreeKernel kernel(
            Booster.Head head,
            Booster.Forest forest,
            int count,
            float[] start,
            boolean[] categorical)
            throws ModelLoadException {
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NodeArrays nodes = forest.trees().get(i);
            nodes.requireOneKind(categorical);
            trees.add(nodes.tree(head.features(), forest.output()[i], forest.weights()[i]));
        }
        double[] begin = new double[start.length];
        Arrays.setAll(begin, i -> start[i]);
        return TreeKernel.compile(
                new Ensemble(
                        head.features(), head.outputs(), trees, begin, Ensemble.Precision.FLOAT));
    }

    @Override
    public Schema inputs() {
        return inputs.schema();
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        return new RowPredictor(this, reader(schema), margins.check());
    }

    @Override
    public int columns() {
        return head.features();
    }

    @Override
    public int outputs() {
        return head.outputs();
    }

    @Override
    public void read(RowReader reader, Table table, int first, int count, double[] into) {
        reader.read(table, first, count, into, head.features());
        reader.requireFinite(into, first, count, head.features());
        forgetNegativeCategories(into, count);
    }

    @Override
    public Pass pass(int rows) {
        return margins.pass(rows);
    }

    @Override
    public int check(double[] rows, int count) throws ModelLoadException {
        return margins.check(rows, count);
    }

    /**
     * As an estimator inside one of scikit-learn, whose columns have no texts.
     *
     * @param encoded the labels of a classifier; null if they are 0, 1, 2 and so on
     * @param missing the number that stands for a missing value, beside NaN
     */
    LibraryEstimator estimator(@Nullable Labels encoded, double missing) throws ModelLoadException {
        boolean classifies = made == Interface.CLASSIFIER;
        Objective objective = classifies ? head.objective().withProbabilities() : head.objective();
        int width = objective.width(head.outputs());
        Labels labels = !classifies ? null : encoded == null ? labels() : encoded;
        if (inputs.hasCategories()) {
            throw new ModelLoadException(
                    "An XGBoost estimator inside the model has columns of pandas categories; such are served outside of scikit-learn's estimators only.");
        }
        if (labels != null
                && (width > 1 && !objective.oneOfMany()
                        || labels.names().size() != Math.max(2, width))) {
            throw new ModelLoadException(
                    "An XGBoost classifier inside the model answers %d numbers for %d labels."
                            .formatted(width, labels.names().size()));
        }
        boolean pairs = labels != null && width == 1;
        return new LibraryEstimator(
                head.features(),
                pairs ? 2 : width,
                labels,
                margins.check(),
                (rows, count) -> {
                    double[] answers = answers(objective, rows, count, missing);
                    return pairs ? pairs(answers) : answers;
                },
                null);
    }

    /** The probabilities of both labels of the second one's: binary32 as they are. */
    private static double[] pairs(double[] second) {
        double[] both = new double[2 * second.length];
        for (int row = 0; row < second.length; row++) {
            both[2 * row] = 1f - (float) second[row];
            both[2 * row + 1] = second[row];
        }
        return both;
    }

    private double[] answers(Objective objective, double[] rows, int count, double missing) {
        int width = head.features();
        RowReader reader = inputs.unnamed();
        double[] sums =
                sums(
                        count,
                        (first, block, into) -> {
                            for (int at = 0; at < block * width; at++) {
                                double value = rows[first * width + at];
                                into[at] = value == missing ? Double.NaN : (float) value;
                            }
                            reader.requireFinite(into, first, block, width);
                            forgetNegativeCategories(into, block);
                        });
        return answers(objective, sums, count);
    }

    @Override
    public Predictions answer(double[] margins, int rows) {
        int width = answers();
        double[] answers = answers(head.objective(), margins, rows);
        return made == Interface.CLASSIFIER
                ? labels(answers, rows, width)
                : new Predictions.Numbers(answers, rows, width);
    }

    /** Answers a row. */
    int answers() {
        return head.objective().width(head.outputs());
    }

    /**
     * Turns margins into answers.
     *
     * @param margins row-major, {@link #outputs} numbers a row; they become {@link #answers}
     *     numbers a row
     */
    void applyObjective(double[] margins, int rows) {
        apply(head.objective(), margins, rows);
    }

    private void apply(Objective objective, double[] margins, int rows) {
        int outputs = head.outputs();
        int width = objective.width(outputs);
        for (int row = 0; row < rows; row++) {
            objective.apply(margins, row * outputs, outputs, margins, row * width);
        }
    }

    /** The answers, perhaps in the place of the margins. */
    private double[] answers(Objective objective, double[] margins, int rows) {
        apply(objective, margins, rows);
        int width = objective.width(head.outputs());
        return width == head.outputs() ? margins : Arrays.copyOf(margins, rows * width);
    }

    /** The classes of a classifier are 0, 1, 2 and so on. */
    private Predictions labels(double[] answers, int rows, int width) {
        if (width > 1 && !head.objective().oneOfMany()) {
            double[] set = new double[rows * width];
            Arrays.setAll(set, i -> answers[i] > 0.5 ? 1 : 0);
            return new Predictions.Numbers(set, rows, width);
        }
        int[] predicted = new int[rows];
        for (int row = 0; row < rows; row++) {
            predicted[row] =
                    width > 1
                            ? Objective.largest(answers, row * width, width)
                            : head.objective().oneOfMany()
                                    ? (int) answers[row]
                                    : answers[row] > 0.5 ? 1 : 0;
        }
        return new Predictions.BareLabels(labels(), predicted);
    }

    private Labels labels() {
        return new Labels(
                IntStream.range(0, Math.max(2, head.outputs()))
                        .mapToObj(Integer::toString)
                        .toList(),
                true);
    }

    KernelCheck check() {
        return margins.check();
    }

    /** For {@link #sums}. */
    RowReader reader(Schema schema) throws ModelLoadException {
        return inputs.bind(schema);
    }

    /** XGBoost takes any number below zero for no category, also one that is cut to -0. */
    void forgetNegativeCategories(double[] rows, int count) {
        for (int feature = 0; feature < categorical.length; feature++) {
            if (categorical[feature]) {
                for (int at = feature; at < count * categorical.length; at += categorical.length) {
                    rows[at] = rows[at] < 0 ? -1 : rows[at];
                }
            }
        }
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}

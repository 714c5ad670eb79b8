package org.tandemml.serving.engine.tribuo;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.trees.TreeKernel;

/** Scores rows by a kernel, a block at a time: arrays for each table, nothing for each row. */
final class KernelPredictor implements Predictor {
    private final CompiledKernel compiled;
    private final FeatureColumns features;
    private final ReferencePredictor<?> reference;
    private final KernelCheck check;

    /**
     * A kernel and the form of its answers.
     *
     * @param labels the classes; null for a regression
     * @param kind what a classifier's scores are
     * @param dimensions the outputs of a regression
     */
    record CompiledKernel(
            Kernel kernel,
            @Nullable Labels labels,
            Predictions.ScoreKind kind,
            List<String> dimensions) {}

    /**
     * @param reference what the kernel was held against and is replaced by if they disagree
     * @param check what was compared so far
     */
    KernelPredictor(
            CompiledKernel compiled,
            FeatureColumns features,
            ReferencePredictor<?> reference,
            KernelCheck check) {
        this.reference = reference;
        this.check = check;
        this.compiled = compiled;
        this.features = features;
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(check);
    }

    @Override
    public Predictor checkedOn(Table rows) {
        return Kernels.same(this, reference, rows)
                ? new KernelPredictor(
                        compiled, features, reference, check.withExamples(rows.rows()))
                : reference.insteadOfKernel("the model's own input example");
    }

    @Override
    public Predictions predict(Table table) {
        Kernel kernel = compiled.kernel();
        int rows = table.rows();
        int block = Math.min(rows, TreeKernel.BLOCK);
        int[] winners = new int[rows];
        double[] all = new double[Math.multiplyExact(rows, kernel.width())];
        double[] values = new double[block * features.size()];
        Kernel.Pass pass = kernel.pass(block);
        if (rows == 1) {
            features.readRow(table, values);
            pass.score(values, 1, 0, all, winners);
            return answer(all, winners);
        }
        Column[] columns = features.columns(table);
        for (int first = 0; first < rows; first += block) {
            int count = Math.min(block, rows - first);
            features.read(columns, first, count, values);
            pass.score(values, count, first, all, winners);
        }
        return answer(all, winners);
    }

    private Predictions answer(double[] all, int[] winners) {
        Labels labels = compiled.labels();
        if (labels != null) {
            return new Predictions.Classification(labels, winners, compiled.kind(), all);
        }
        boolean[] present = new boolean[winners.length];
        java.util.Arrays.fill(present, true);
        return new Predictions.Regression(compiled.dimensions(), all, present);
    }

    /** A row with a number that the model, or a transformation inside of it, does not take. */
    static PredictionException refused(int row) {
        return new PredictionException(
                row,
                "Tribuo cannot score row %d: a value is outside of what the model or its"
                                .formatted(row)
                        + " transformations can handle.");
    }
}

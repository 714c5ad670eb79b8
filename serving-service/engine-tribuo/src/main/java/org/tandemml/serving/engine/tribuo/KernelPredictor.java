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

/** Scores rows by a kernel: two arrays for each table, nothing for each row. */
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
        int width = kernel.width();
        int[] winners = new int[rows];
        double[] all = new double[rows * width];
        double[] scores = new double[width];
        double[] values = features.newRow();
        Column[] columns = features.columns(table);
        for (int row = 0; row < rows; row++) {
            features.read(columns, row, values);
            try {
                winners[row] = kernel.score(values, scores);
            } catch (IllegalArgumentException refused) {
                throw refused(row);
            }
            System.arraycopy(scores, 0, all, row * width, width);
        }
        Labels labels = compiled.labels();
        if (labels != null) {
            return new Predictions.Classification(labels, winners, compiled.kind(), all);
        }
        boolean[] present = new boolean[rows];
        java.util.Arrays.fill(present, true);
        return new Predictions.Regression(compiled.dimensions(), all, present);
    }

    /** A row that the model's transformations turn into something that is no number. */
    static PredictionException refused(int row) {
        return new PredictionException(
                row,
                "Tribuo cannot score row %d: a value is outside of what the model's".formatted(row)
                        + " transformations can handle.");
    }
}

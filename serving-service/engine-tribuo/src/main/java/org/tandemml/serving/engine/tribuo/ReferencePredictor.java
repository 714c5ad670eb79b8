package org.tandemml.serving.engine.tribuo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;
import org.tribuo.Model;
import org.tribuo.Output;

/**
 * Scores row by row through Tribuo's own {@code predict}, which is safe for several threads.
 *
 * @param <T> Tribuo's kind of output
 */
final class ReferencePredictor<T extends Output<T>> implements Predictor {
    private final Model<T> model;
    private final FeatureColumns features;
    private final Answers.Kind<T> kind;
    private final KernelCheck check;

    /**
     * @param fallback why this is asked although there is a kernel; null if there is none
     */
    ReferencePredictor(
            Model<T> model,
            FeatureColumns features,
            Answers.Kind<T> kind,
            @Nullable String fallback) {
        this.check = new KernelCheck("Tribuo", null, 0, 0, fallback);
        this.model = model;
        this.features = features;
        this.kind = kind;
    }

    /** The same, asked because a kernel gave other answers on some rows. */
    ReferencePredictor<T> insteadOfKernel(String rows) {
        return new ReferencePredictor<>(
                model, features, kind, "the kernel and Tribuo disagree on " + rows);
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(check);
    }

    @Override
    public Predictions predict(Table table) {
        Answers<T> answers = kind.collect().apply(table.rows());
        Column[] columns = features.columns(table);
        for (int row = 0; row < table.rows(); row++) {
            var example = features.example(columns, row, kind.unknown());
            try {
                answers.add(row, model.predict(example));
            } catch (IllegalArgumentException refused) {
                PredictionException named = KernelPredictor.refused(row);
                named.addSuppressed(refused);
                throw named;
            }
        }
        return answers.finish();
    }
}

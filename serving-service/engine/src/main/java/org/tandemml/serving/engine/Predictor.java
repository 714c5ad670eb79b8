package org.tandemml.serving.engine;

import java.util.Optional;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/** Scores tables of one schema. Safe for use by several threads at once; does not block. */
@FunctionalInterface
public interface Predictor {

    /**
     * Scores all rows; the same rows give the same answers, bit for bit, whatever rows stand beside
     * them.
     *
     * @param table rows of the schema that the predictor was bound to
     * @return an answer for each row, in order
     * @throws PredictionException if rows that satisfy the schema cannot be scored by this model
     */
    Predictions predict(Table table);

    /** What computes the answers, and what that was held against; empty if it is not told. */
    default Optional<KernelCheck> check() {
        return Optional.empty();
    }

    /**
     * Holds what computes the answers against a reference once more, on rows of the caller's: the
     * model's own input example, before it is served.
     *
     * @param rows rows of the schema that the predictor was bound to
     * @return the predictor to use from now on: this one, one that knows of the check, or the
     *     reference if the answers were not the same
     * @throws ModelLoadException if they were not the same and there is no reference to serve with
     */
    default Predictor checkedOn(Table rows) throws ModelLoadException {
        return this;
    }
}

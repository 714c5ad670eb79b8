package org.tandemml.serving.engine;

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
}

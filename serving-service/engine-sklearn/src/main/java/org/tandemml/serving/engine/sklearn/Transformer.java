package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.PredictionException;

/** A step that makes columns of columns. Immutable. */
interface Transformer {
    /** What it reads, by input column. */
    Need[] needs();

    /** How many columns it makes. */
    int width();

    /** How many columns there are at once while it works, at most. */
    default int widest() {
        return Math.max(needs().length, width());
    }

    /**
     * Makes the columns.
     *
     * @throws PredictionException if a value cannot be transformed
     */
    Batch apply(Batch in);
}

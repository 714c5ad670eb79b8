package org.tandemml.serving.engine;

import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * Rows that satisfy the signature and still cannot be scored, for example a category that a PMML
 * model declares invalid. The caller's mistake: the message names the row and the column.
 */
public final class PredictionException extends TandemException {
    private static final long serialVersionUID = 1L;

    private final int row;

    /**
     * @param row the row, from 0
     * @param message what was wrong with it
     */
    public PredictionException(int row, String message) {
        super(ErrorCode.INVALID_PARAMETER_VALUE, message);
        this.row = row;
    }

    /** The row, from 0. */
    public int row() {
        return row;
    }
}

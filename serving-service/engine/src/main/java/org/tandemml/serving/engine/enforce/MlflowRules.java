package org.tandemml.serving.engine.enforce;

/** Which of MLflow's ways a body takes to its columns; they disagree about the same value. */
enum MlflowRules {
    /** {@code dataframe_split} and {@code dataframe_records}: a pandas column, then cast. */
    FRAME,
    /** {@code inputs} and {@code instances}: numpy casts each value. */
    ARRAY,
    /** CSV: pandas reads text of a known type. */
    CSV
}

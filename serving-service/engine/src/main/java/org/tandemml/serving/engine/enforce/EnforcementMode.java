package org.tandemml.serving.engine.enforce;

/** How a body is held against a signature. */
public enum EnforcementMode {
    /**
     * A value is accepted only if it becomes the declared type without loss; every violation is
     * reported.
     */
    STRICT,
    /**
     * What MLflow's own scoring server accepts and makes of it, conversions that lose data
     * included; the first failure is reported.
     */
    MLFLOW
}

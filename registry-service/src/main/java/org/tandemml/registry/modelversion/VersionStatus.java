package org.tandemml.registry.modelversion;

/** Whether a version can be loaded. The names are MLflow's. */
public enum VersionStatus {
    PENDING_REGISTRATION,
    FAILED_REGISTRATION,
    READY
}

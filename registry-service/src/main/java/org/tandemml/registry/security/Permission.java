package org.tandemml.registry.security;

/**
 * What a caller must be allowed to do before a call is made. The words are those of MLflow's
 * permissions: who may manage may edit, who may edit may read. Runs, logged models, traces and
 * their artifacts belong to their experiment; versions, aliases, stages and prompts to their
 * registered model.
 */
public enum Permission {
    /** Nothing: anybody may ask, also without signing in. Only for probes. */
    NONE,
    /** Create an experiment. */
    EXPERIMENT_CREATE,
    /** See an experiment and what is in it; a search shows only what its caller may see. */
    EXPERIMENT_READ,
    /** Change an experiment or what is in it. */
    EXPERIMENT_EDIT,
    /** Delete and restore an experiment or what is in it. */
    EXPERIMENT_MANAGE,
    /** Create a registered model. */
    MODEL_CREATE,
    /** See a registered model and its versions; a search shows only what its caller may see. */
    MODEL_READ,
    /** Change a registered model or its versions, and add versions. */
    MODEL_EDIT,
    /** Delete a registered model or its versions. */
    MODEL_MANAGE,
    /** See what the server is and how it does. */
    SERVER_READ,
    /** Change what belongs to the server as a whole, such as webhooks. */
    SERVER_MANAGE
}

package org.tandemml.registry.modelversion;

import org.jspecify.annotations.Nullable;

/**
 * Where a new version comes from, checked.
 *
 * @param source what the version says of it
 * @param storageLocation where its files are
 * @param runId the run that made them; empty if none is known
 * @param modelId the logged model that they are, if they are one
 */
record ResolvedSource(
        String source, String storageLocation, String runId, @Nullable String modelId) {}

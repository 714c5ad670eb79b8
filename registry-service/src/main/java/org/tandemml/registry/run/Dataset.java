package org.tandemml.registry.run;

import org.jspecify.annotations.Nullable;

/** Data that runs read; unique in its experiment by name and digest. */
public record Dataset(
        String name,
        String digest,
        @Nullable String sourceType,
        @Nullable String source,
        @Nullable String schema,
        @Nullable String profile) {}

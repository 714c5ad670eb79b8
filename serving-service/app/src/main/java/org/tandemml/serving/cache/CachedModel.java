package org.tandemml.serving.cache;

import java.nio.file.Path;

/**
 * A model folder whose files have been held against their digests.
 *
 * @param folder the folder
 * @param digest stands for all its files: {@code sha256:} and 64 hexadecimal digits
 */
public record CachedModel(Path folder, String digest) {}

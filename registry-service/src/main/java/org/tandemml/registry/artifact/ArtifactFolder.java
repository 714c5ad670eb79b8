package org.tandemml.registry.artifact;

import java.nio.file.Path;

/**
 * The folder that the artifact store keeps its files in.
 *
 * @param path absolute
 */
record ArtifactFolder(Path path) {}

package org.tandemml.registry.manifest;

import java.util.UUID;
import org.tandemml.artifact.ArtifactPath;

/**
 * The files of a folder, to be read by the one who holds the claim.
 *
 * @param manifestId the number of its manifest
 * @param folder in the artifact store
 * @param claim void once another claim stands in the database
 */
public record SealTask(long manifestId, ArtifactPath folder, UUID claim) {}

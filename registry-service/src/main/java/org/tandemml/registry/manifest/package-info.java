/**
 * Manifests: the files of a folder are read once when a version is made of it, written down with
 * their digests, and from then on neither change nor go. Replicas share the work over the database.
 */
@NullMarked
package org.tandemml.registry.manifest;

import org.jspecify.annotations.NullMarked;

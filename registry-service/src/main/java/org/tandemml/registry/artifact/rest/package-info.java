/** Artifacts over HTTP: MLflow's proxy, listings, downloads and the upload of its web UI. */
@NullMarked
package org.tandemml.registry.artifact.rest;

import org.jspecify.annotations.NullMarked;

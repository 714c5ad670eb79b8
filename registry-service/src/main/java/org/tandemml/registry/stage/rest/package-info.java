/** MLflow's call that moves a version to a stage. */
@NullMarked
package org.tandemml.registry.stage.rest;

import org.jspecify.annotations.NullMarked;

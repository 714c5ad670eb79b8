/** MLflow's calls about experiments. */
@NullMarked
package org.tandemml.registry.experiment.rest;

import org.jspecify.annotations.NullMarked;

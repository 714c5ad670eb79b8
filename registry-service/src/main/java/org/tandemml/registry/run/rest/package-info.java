/** MLflow's calls about runs and metrics. */
@NullMarked
package org.tandemml.registry.run.rest;

import org.jspecify.annotations.NullMarked;

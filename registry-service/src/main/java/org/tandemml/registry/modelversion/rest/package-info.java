/** MLflow's calls on model versions. */
@NullMarked
package org.tandemml.registry.modelversion.rest;

import org.jspecify.annotations.NullMarked;

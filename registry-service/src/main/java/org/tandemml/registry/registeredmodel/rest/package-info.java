/** MLflow's calls on registered models. */
@NullMarked
package org.tandemml.registry.registeredmodel.rest;

import org.jspecify.annotations.NullMarked;

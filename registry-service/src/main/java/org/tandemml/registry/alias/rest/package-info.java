/** MLflow's calls on aliases. */
@NullMarked
package org.tandemml.registry.alias.rest;

import org.jspecify.annotations.NullMarked;

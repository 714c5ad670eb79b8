/** The rows of experiments. */
@NullMarked
package org.tandemml.registry.experiment.persistence;

import org.jspecify.annotations.NullMarked;

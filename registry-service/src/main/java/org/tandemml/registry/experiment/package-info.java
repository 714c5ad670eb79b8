/** Experiments: named groups of runs, with the place where the files of their runs are kept. */
@NullMarked
package org.tandemml.registry.experiment;

import org.jspecify.annotations.NullMarked;

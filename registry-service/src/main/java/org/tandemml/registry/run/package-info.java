/**
 * Runs and what is logged to them: metrics, params, tags, datasets, and the models they read and
 * wrote. Rows are read and written by plain SQL, for these are the service's hottest paths.
 */
@NullMarked
package org.tandemml.registry.run;

import org.jspecify.annotations.NullMarked;

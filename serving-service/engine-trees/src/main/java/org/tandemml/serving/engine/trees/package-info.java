/**
 * Ensembles of decision trees, whatever library trained them: one normal form, layouts that find
 * the leaves of a row fast, sums in the trainer's precision and order, and the way from the columns
 * of a request to rows of numbers. Plain Java, no native code.
 */
@NullMarked
package org.tandemml.serving.engine.trees;

import org.jspecify.annotations.NullMarked;

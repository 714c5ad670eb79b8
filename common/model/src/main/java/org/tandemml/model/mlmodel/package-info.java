/** The MLmodel file that describes a model folder. */
@NullMarked
package org.tandemml.model.mlmodel;

import org.jspecify.annotations.NullMarked;

/** Scalars from text, exactly or not at all. */
@NullMarked
package org.tandemml.serving.engine.literal;

import org.jspecify.annotations.NullMarked;

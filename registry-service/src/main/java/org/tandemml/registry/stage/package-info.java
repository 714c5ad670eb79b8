/** Which version of a model is in which stage. */
@NullMarked
package org.tandemml.registry.stage;

import org.jspecify.annotations.NullMarked;

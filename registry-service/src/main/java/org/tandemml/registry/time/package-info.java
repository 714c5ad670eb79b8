/** The clock that every feature reads. */
@NullMarked
package org.tandemml.registry.time;

import org.jspecify.annotations.NullMarked;

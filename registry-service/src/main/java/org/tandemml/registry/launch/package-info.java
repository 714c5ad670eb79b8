/** The way from the command line to a running registry, and back. */
@NullMarked
package org.tandemml.registry.launch;

import org.jspecify.annotations.NullMarked;

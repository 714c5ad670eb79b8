/** Versions of registered models: where each came from and where its files are. */
@NullMarked
package org.tandemml.registry.modelversion;

import org.jspecify.annotations.NullMarked;

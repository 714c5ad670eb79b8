/** Artifacts: the store of this registry, its proxy, and what runs keep there. */
@NullMarked
package org.tandemml.registry.artifact;

import org.jspecify.annotations.NullMarked;

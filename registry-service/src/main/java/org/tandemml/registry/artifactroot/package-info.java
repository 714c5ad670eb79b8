/** Where this registry keeps artifacts, and what clients are told about it. */
@NullMarked
package org.tandemml.registry.artifactroot;

import org.jspecify.annotations.NullMarked;

/** Tests of artifacts against the running service. */
@NullMarked
package org.tandemml.registry.artifact;

import org.jspecify.annotations.NullMarked;

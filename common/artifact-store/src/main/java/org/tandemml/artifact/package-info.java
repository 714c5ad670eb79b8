/** The artifact store: files under paths that no user text can leave. */
@NullMarked
package org.tandemml.artifact;

import org.jspecify.annotations.NullMarked;

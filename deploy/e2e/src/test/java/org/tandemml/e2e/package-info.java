/** Stock clients and the demo against the packaged services, each a process of its own. */
@NullMarked
package org.tandemml.e2e;

import org.jspecify.annotations.NullMarked;

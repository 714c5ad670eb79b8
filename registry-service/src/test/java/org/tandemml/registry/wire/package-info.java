@NullMarked
package org.tandemml.registry.wire;

import org.jspecify.annotations.NullMarked;

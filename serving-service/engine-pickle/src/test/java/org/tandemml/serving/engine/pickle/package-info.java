@NullMarked
package org.tandemml.serving.engine.pickle;

import org.jspecify.annotations.NullMarked;

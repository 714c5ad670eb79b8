@NullMarked
package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.NullMarked;

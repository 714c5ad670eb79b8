@NullMarked
package org.tandemml.serving.engine.onnx;

import org.jspecify.annotations.NullMarked;

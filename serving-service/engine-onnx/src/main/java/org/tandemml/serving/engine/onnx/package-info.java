/** Models in ONNX, checked by a reader of our own and scored by ONNX Runtime. */
@NullMarked
package org.tandemml.serving.engine.onnx;

import org.jspecify.annotations.NullMarked;

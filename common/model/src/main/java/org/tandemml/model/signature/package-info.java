/**
 * A model's signature, read and written as MLflow does (layouts of MLflow 2.8 to 3.18): columns or
 * tensors for the inputs and outputs, and parameters.
 */
@NullMarked
package org.tandemml.model.signature;

import org.jspecify.annotations.NullMarked;

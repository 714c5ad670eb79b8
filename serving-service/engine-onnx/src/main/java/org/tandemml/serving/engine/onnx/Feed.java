package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Table;

/** Makes the tensor of one input from the rows of a table. Immutable. */
interface Feed {
    /** The input. */
    Port port();

    /**
     * Makes the tensor, which the caller closes.
     *
     * @throws PredictionException if the graph cannot take the rows
     */
    OnnxTensor tensor(Table table) throws OrtException;
}

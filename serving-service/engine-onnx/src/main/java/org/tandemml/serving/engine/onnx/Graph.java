package org.tandemml.serving.engine.onnx;

import java.util.List;

/**
 * A graph as its file says it.
 *
 * @param nodes in the order in which they run
 * @param stored the tensors that belong to it
 * @param inputs what it is given
 * @param outputs what it gives
 */
record Graph(
        List<Node> nodes, List<StoredTensor> stored, List<Value> inputs, List<String> outputs) {

    /**
     * An input.
     *
     * @param dims its lengths, -1 where any; empty also where the file says nothing
     */
    record Value(String name, long[] dims) {}
}

package org.tandemml.serving.engine.onnx;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator in a graph.
 *
 * @param op its name
 * @param domain where the name is from; empty for ONNX's own
 * @param inputs what it reads; an empty text is an input left out
 * @param outputs what it makes
 * @param attributes its settings, by name
 */
record Node(
        String op,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {

    /**
     * A setting.
     *
     * @param numbers its numbers: one, several, or those of its tensor; 1 for each leaf and 0 for
     *     each other among the modes of nodes; null if it has none, or many
     * @param tensor null if it is none
     * @param graphs the graphs that it holds
     */
    record Attribute(
            double @Nullable [] numbers, @Nullable StoredTensor tensor, List<Graph> graphs) {}

    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    double @Nullable [] numbers(String attribute) {
        Attribute found = attributes.get(attribute);
        return found == null ? null : found.numbers();
    }

    /** A whole number, or what stands for it where it is not given. */
    double number(String attribute, double fallback) {
        double[] numbers = numbers(attribute);
        return numbers == null || numbers.length == 0 ? fallback : numbers[0];
    }

    boolean isOnnx() {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}

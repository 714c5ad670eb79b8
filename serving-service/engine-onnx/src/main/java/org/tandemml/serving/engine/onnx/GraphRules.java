package org.tandemml.serving.engine.onnx;

import java.util.HashSet;
import java.util.Set;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * What a graph must keep before native code sees it: operators of ONNX Runtime itself only, every
 * node after those whose results it reads, nothing made twice.
 */
final class GraphRules {
    /** Operators that open files or run code of others, where a build of ONNX Runtime has them. */
    private static final Set<String> REFUSED =
            Set.of("EPContext", "ATen", "PythonOp", "PythonOpGrad", "TritonOp", "ExternalFunction");

    private final Set<String> domains;

    /**
     * @param functions domains of functions that the model file defines
     */
    GraphRules(Set<String> functions) {
        domains = new HashSet<>(functions);
        domains.addAll(Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft"));
    }

    /** Checks a graph; {@code outer} are the names that the graphs around it have made so far. */
    void check(Graph graph, Set<String> outer) throws ModelLoadException {
        Set<String> made = new HashSet<>();
        graph.inputs().forEach(input -> made.add(input.name()));
        graph.stored().forEach(tensor -> made.add(tensor.name()));
        Set<String> nodesMade = new HashSet<>();
        Set<String> visible = new HashSet<>(outer);
        visible.addAll(made);
        for (Node node : graph.nodes()) {
            check(node, visible);
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !nodesMade.add(output)) {
                    throw new ModelLoadException(
                            "The ONNX graph makes the value '%s' twice."
                                    .formatted(Texts.excerpt(output)));
                }
                visible.add(output);
            }
        }
        for (String output : graph.outputs()) {
            if (!visible.contains(output)) {
                throw new ModelLoadException(
                        "The ONNX graph gives the output '%s', which no node makes."
                                .formatted(Texts.excerpt(output)));
            }
        }
    }

    private void check(Node node, Set<String> visible) throws ModelLoadException {
        if (!domains.contains(node.domain()) || REFUSED.contains(node.op())) {
            throw new ModelLoadException(
                    "The ONNX graph uses the operator '%s' of the domain '%s', which is not served."
                            .formatted(Texts.excerpt(node.op()), Texts.excerpt(node.domain())));
        }
        if (node.isOnnx() && node.op().equals("Optional") && node.input(0).isEmpty()) {
            // Given as an answer, it ends the process.
            throw new ModelLoadException(
                    "The ONNX graph's operator 'Optional' makes a value that is not there, which is not served.");
        }
        TreeRules.check(node);
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !visible.contains(input)) {
                throw new ModelLoadException(
                        "The ONNX graph's operator '%s' reads '%s', which no node before it makes."
                                .formatted(Texts.excerpt(node.op()), Texts.excerpt(input)));
            }
        }
        for (Node.Attribute attribute : node.attributes().values()) {
            for (Graph inner : attribute.graphs()) {
                check(inner, visible);
            }
        }
    }
}

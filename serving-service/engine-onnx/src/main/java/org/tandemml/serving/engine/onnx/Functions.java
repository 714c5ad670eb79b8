package org.tandemml.serving.engine.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * The operators that a model file defines itself. ONNX Runtime writes their nodes into the graph in
 * place of each call, so that calls of calls can make a huge graph, or one without an end.
 */
final class Functions {
    private static final int MAX_DEPTH = 64;
    private static final double MAX_NODES = 1 << 20;

    private final Map<String, List<Function>> byName;
    private final Map<String, Written> written = new HashMap<>();

    /** What calls come to once they are replaced. */
    private record Written(double nodes, int depth) {}

    /** An operator that the model file defines. */
    record Function(String name, String domain, List<String> inputs, List<Node> nodes) {

        /** Its nodes as a graph, which sees the function's inputs only, of any shape. */
        Graph body() {
            return new Graph(
                    nodes,
                    List.of(),
                    inputs.stream().map(input -> new Graph.Value(input, new long[0])).toList(),
                    List.of());
        }
    }

    Functions(List<Function> functions) {
        byName =
                functions.stream()
                        .collect(Collectors.groupingBy(each -> key(each.domain(), each.name())));
    }

    /** Refuses a graph that gets too large when its calls are replaced, functions apart too. */
    void check(Graph graph) throws ModelLoadException {
        for (List<Function> same : byName.values()) {
            written(same, new HashSet<>());
        }
        requireNodes(body(graph.nodes(), new HashSet<>()).nodes());
    }

    private static String key(String domain, String name) {
        return (domain.equals("ai.onnx") ? "" : domain) + '\0' + name;
    }

    private Written written(List<Function> same, Set<String> callers) throws ModelLoadException {
        Function first = same.get(0);
        String key = key(first.domain(), first.name());
        Written known = written.get(key);
        if (known != null) {
            return known;
        }
        if (!callers.add(key)) {
            throw new ModelLoadException(
                    "The ONNX file's function '%s' calls itself."
                            .formatted(Texts.excerpt(first.name())));
        }
        requireDepth(callers.size());
        double nodes = 0;
        int depth = 0;
        for (Function each : same) {
            Written body = body(each.nodes(), callers);
            nodes += body.nodes();
            depth = Math.max(depth, 1 + body.depth());
        }
        callers.remove(key);
        requireDepth(depth);
        requireNodes(nodes);
        Written result = new Written(nodes, depth);
        written.put(key, result);
        return result;
    }

    private Written body(List<Node> nodes, Set<String> callers) throws ModelLoadException {
        double all = 0;
        int depth = 0;
        for (Node node : nodes) {
            List<Function> called = byName.get(key(node.domain(), node.op()));
            Written own = called == null ? new Written(1, 0) : written(called, callers);
            all += own.nodes();
            depth = Math.max(depth, own.depth());
            for (Node.Attribute attribute : node.attributes().values()) {
                for (Graph inner : attribute.graphs()) {
                    Written inside = body(inner.nodes(), callers);
                    all += inside.nodes();
                    depth = Math.max(depth, inside.depth());
                }
            }
        }
        return new Written(all, depth);
    }

    private static void requireDepth(int depth) throws ModelLoadException {
        if (depth > MAX_DEPTH) {
            throw new ModelLoadException(
                    "The ONNX file's functions call each other more than %d deep."
                            .formatted(MAX_DEPTH));
        }
    }

    private static void requireNodes(double nodes) throws ModelLoadException {
        if (nodes > MAX_NODES) {
            throw new ModelLoadException(
                    "The ONNX graph has %.0f nodes when its functions are written out, more than %.0f."
                            .formatted(nodes, MAX_NODES));
        }
    }
}

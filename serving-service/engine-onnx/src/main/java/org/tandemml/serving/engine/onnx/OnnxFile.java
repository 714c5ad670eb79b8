package org.tandemml.serving.engine.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Looks through a model file before ONNX Runtime does, which trusts what it reads: all lengths, all
 * tensors, all operators, and every file that it names. Format: ONNX's {@code onnx.proto}.
 */
final class OnnxFile {
    private static final int GRAPH = 7;
    private static final int TRAINING_INFO = 20;
    private static final int FUNCTION = 25;

    private OnnxFile() {}

    /**
     * Checks a model.
     *
     * @param file the model file's bytes
     * @param folder where files that it names must be: the model file's folder
     * @return bytes that ONNX Runtime may read: those of the file, with all data inside
     */
    static byte[] vetted(byte[] file, Path folder) throws ModelLoadException {
        if (file.length == 0) {
            throw new ModelLoadException("The ONNX file is empty.");
        }
        Fields model = Fields.of(file);
        Graph graph = null;
        ExternalData.Span span = null;
        List<Functions.Function> functions = new ArrayList<>();
        while (model.next()) {
            switch (model.number()) {
                case GRAPH -> {
                    if (graph != null) {
                        throw model.damaged("it has two graphs");
                    }
                    graph = GraphReader.graph(model.message("the graph"), 0);
                    span = new ExternalData.Span(model.fieldFrom(), model.from(), model.fieldEnd());
                }
                case TRAINING_INFO -> throw model.damaged("it holds training information");
                case FUNCTION -> functions.add(function(model.message("a function")));
                default -> {
                    // Versions, producer, documentation, metadata.
                }
            }
        }
        if (graph == null || span == null) {
            throw new ModelLoadException("The ONNX file has no graph.");
        }
        GraphRules rules =
                new GraphRules(
                        functions.stream()
                                .map(Functions.Function::domain)
                                .collect(Collectors.toSet()));
        rules.check(graph, Set.of());
        new Functions(functions).check(graph);
        new Sizes().check(graph);
        for (Functions.Function function : functions) {
            Graph body = function.body();
            rules.check(body, Set.of());
            new Sizes().check(body);
        }
        return new ExternalData(file, folder).inlined(graph, span);
    }

    private static Functions.Function function(Fields fields) throws ModelLoadException {
        List<Node> nodes = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        String name = "";
        String domain = "";
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> name = fields.text();
                case 4 -> inputs.add(fields.text());
                case 7 -> nodes.add(GraphReader.node(fields.message("a function's node"), 0));
                case 10 -> domain = fields.text();
                default -> {
                    // Outputs, attributes, documentation.
                }
            }
        }
        return new Functions.Function(name, domain, inputs, nodes);
    }
}

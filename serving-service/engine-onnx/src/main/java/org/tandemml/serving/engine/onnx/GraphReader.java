package org.tandemml.serving.engine.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/** Reads graphs from their protobuf form. */
final class GraphReader {
    static final int NODE = 1;
    static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int SPARSE_INITIALIZER = 15;

    /** Of all trees of an operator together. */
    private static final int MAX_TREE_NODES = 1 << 24;

    private static final int MAX_DEPTH = 16;

    private GraphReader() {}

    static Graph graph(Fields fields, int depth) throws ModelLoadException {
        if (depth > MAX_DEPTH) {
            throw fields.damaged("graphs are nested more than " + MAX_DEPTH + " deep");
        }
        List<Node> nodes = new ArrayList<>();
        List<StoredTensor> stored = new ArrayList<>();
        List<Graph.Value> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        while (fields.next()) {
            switch (fields.number()) {
                case NODE -> nodes.add(node(fields.message("a node"), depth));
                case INITIALIZER -> stored.add(StoredTensor.read(fields.message("an initializer")));
                case INPUT -> inputs.add(value(fields.message("a graph's input")));
                case OUTPUT -> outputs.add(value(fields.message("a graph's output")).name());
                case SPARSE_INITIALIZER ->
                        throw fields.damaged("sparse initializers are not supported");
                default -> {
                    // Names, documentation, types of values in between.
                }
            }
        }
        return new Graph(nodes, stored, inputs, outputs);
    }

    static Node node(Fields fields, int depth) throws ModelLoadException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Node.Attribute> attributes = new HashMap<>();
        String op = "";
        String domain = "";
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> inputs.add(fields.text());
                case 2 -> outputs.add(fields.text());
                case 4 -> op = fields.text();
                case 5 -> attribute(fields.message("an attribute"), depth, attributes);
                case 7 -> domain = fields.text();
                default -> {
                    // Names, documentation, metadata.
                }
            }
        }
        return new Node(op, domain, inputs, outputs, attributes);
    }

    private static void attribute(Fields fields, int depth, Map<String, Node.Attribute> into)
            throws ModelLoadException {
        String name = "";
        Numbers numbers = new Numbers();
        List<Graph> graphs = new ArrayList<>();
        List<StoredTensor> tensors = new ArrayList<>();
        int single = 0;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> {
                    name = fields.text();
                    if (TreeRules.ATTRIBUTES.contains(name)) {
                        numbers.allow(MAX_TREE_NODES);
                    }
                }
                case 2 -> numbers.add(fields.real());
                case 3 -> numbers.add(fields.integer());
                case 5, 10 -> {
                    tensors.add(StoredTensor.read(fields.message("an attribute's tensor")));
                    single += fields.number() == 5 ? 1 : 0;
                }
                case 6, 11 -> {
                    graphs.add(graph(fields.message("a graph inside a node"), depth + 1));
                    single += fields.number() == 6 ? 1 : 0;
                }
                case 7 -> fields.addReals(numbers, 4);
                case 8 -> fields.addIntegers(numbers);
                case 9 -> {
                    if (name.equals(TreeRules.MODES)) {
                        numbers.add(fields.text().equals(TreeRules.LEAF) ? 1 : 0);
                    }
                }
                case 22, 23 -> throw fields.damaged("sparse tensors are not supported");
                default -> {
                    // Texts, types, documentation.
                }
            }
        }
        if (single > 1) {
            // Protobuf would merge them into something that was never looked at.
            throw fields.damaged("an attribute has two values");
        }
        for (StoredTensor tensor : tensors) {
            if (tensor.external() != null) {
                throw fields.damaged(
                        "an attribute's tensor has external data; only initializers of the main"
                                + " graph may");
            }
        }
        into.put(name, new Node.Attribute(known(numbers, tensors), first(tensors), graphs));
    }

    private static @Nullable StoredTensor first(List<StoredTensor> tensors) {
        return tensors.isEmpty() ? null : tensors.get(0);
    }

    private static double @Nullable [] known(Numbers numbers, List<StoredTensor> tensors) {
        if (!tensors.isEmpty()) {
            return tensors.get(0).values();
        }
        return numbers.known() ? numbers.toArray() : null;
    }

    private static Graph.Value value(Fields fields) throws ModelLoadException {
        String name = "";
        Numbers dims = new Numbers();
        while (fields.next()) {
            if (fields.number() == 1) {
                name = fields.text();
            } else if (fields.number() == 2) {
                type(fields.message("the type of a value"), dims);
            }
        }
        double[] read = dims.toArray();
        long[] lengths = new long[read.length];
        for (int i = 0; i < read.length; i++) {
            lengths[i] = (long) read[i];
        }
        return new Graph.Value(name, lengths);
    }

    /** The lengths of a tensor; of other types none. */
    private static void type(Fields type, Numbers dims) throws ModelLoadException {
        while (type.next()) {
            if (type.number() == 1) {
                Fields tensor = type.message("a tensor's type");
                while (tensor.next()) {
                    if (tensor.number() == 2) {
                        shape(tensor.message("a shape"), dims);
                    }
                }
            }
        }
    }

    private static void shape(Fields shape, Numbers dims) throws ModelLoadException {
        while (shape.next()) {
            if (shape.number() == 1) {
                Fields dim = shape.message("a dimension");
                double length = -1;
                while (dim.next()) {
                    if (dim.number() == 1) {
                        length = dim.integer();
                    }
                }
                dims.add(length);
            }
        }
    }
}

package org.tandemml.serving.engine.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Refuses graphs that make enormous tensors out of small numbers which stand in the file, or that
 * look up indices far outside: a hundred bytes can ask for terabytes. Numbers are followed through
 * the operators that shapes are made with, with a row of one where lengths are open; what depends
 * on a request is not known here and is left to ONNX Runtime.
 */
final class Sizes {
    /** A tensor that is made of constants has at most this many elements. */
    static final long MAX_ELEMENTS = 1L << 26;

    private static final double MAX_ROUNDS = 1e7;

    private final Map<String, double[]> values = new HashMap<>();
    private final Map<String, long[]> shapes = new HashMap<>();

    /** How many elements a value has at least, where its shape is not known. */
    private final Map<String, Double> atLeast = new HashMap<>();

    /** How often the nodes of the graph at hand run: the product of the loops around them. */
    private double rounds = 1;

    void check(Graph graph) throws ModelLoadException {
        for (Graph.Value input : graph.inputs()) {
            if (input.dims().length > 0) {
                shapes.put(input.name(), input.dims());
            }
        }
        for (StoredTensor tensor : graph.stored()) {
            stored(tensor.name(), tensor);
        }
        for (Node node : graph.nodes()) {
            double roundsOutside = rounds;
            if (node.isOnnx()) {
                follow(node);
            }
            asked(node);
            for (Node.Attribute attribute : node.attributes().values()) {
                for (Graph inner : attribute.graphs()) {
                    check(inner);
                }
            }
            rounds = roundsOutside;
        }
    }

    private void stored(String name, StoredTensor tensor) {
        shapes.put(name, tensor.dims());
        double[] known = tensor.values();
        if (known != null && known.length <= Numbers.MAX) {
            values.put(name, known);
        }
    }

    private void follow(Node node) throws ModelLoadException {
        switch (node.op()) {
            case "Constant" -> constant(node);
            case "Shape" -> {
                long[] shape = shapes.get(node.input(0));
                if (shape != null) {
                    makes(
                            node,
                            Arrays.stream(shape).mapToDouble(dim -> dim < 0 ? 1 : dim).toArray());
                }
            }
            case "Identity", "Cast", "Squeeze", "Unsqueeze", "Flatten", "Reshape" -> {
                makes(node, values.get(node.input(0)));
                makesAtLeast(node, elements(node.input(0)));
            }
            case "Transpose", "Relu", "Sigmoid", "Tanh", "Abs", "Neg", "Exp", "Log", "Sqrt" ->
                    makesAtLeast(node, elements(node.input(0)));
            case "Concat" -> {
                concat(node);
                join(node);
            }
            case "Add", "Sub", "Mul", "Div", "Pow" -> {
                arithmetic(node);
                broadcast(node);
            }
            case "And",
                    "Or",
                    "Xor",
                    "Equal",
                    "Less",
                    "Greater",
                    "LessOrEqual",
                    "GreaterOrEqual",
                    "Where",
                    "Max",
                    "Min",
                    "Sum",
                    "Mean",
                    "Mod",
                    "PRelu",
                    "BitShift",
                    "BitwiseAnd",
                    "BitwiseOr",
                    "BitwiseXor",
                    "StringConcat" ->
                    broadcast(node);
            case "MatMul" -> matMul(node);
            case "Gemm" -> gemm(node);
            case "Gather", "GatherElements" -> gather(node);
            case "ConstantOfShape" -> made(node, values.get(node.input(0)));
            case "RandomNormal", "RandomUniform" -> made(node, node.numbers("shape"));
            case "Expand" -> expand(node);
            case "Tile" -> times(node, values.get(node.input(1)));
            case "Upsample", "Resize" -> resize(node);
            case "OneHot" -> oneHot(node);
            case "Loop" -> loop(node);
            default -> {
                // Makes nothing that is much larger than what it is given.
            }
        }
    }

    private void constant(Node node) {
        for (Node.Attribute attribute : node.attributes().values()) {
            StoredTensor tensor = attribute.tensor();
            if (tensor != null) {
                node.outputs().forEach(output -> stored(output, tensor));
            } else {
                makes(node, attribute.numbers());
            }
        }
    }

    private void makes(Node node, double @Nullable [] numbers) {
        if (numbers != null && numbers.length <= Numbers.MAX && !node.outputs().isEmpty()) {
            values.put(node.outputs().get(0), numbers);
        }
    }

    private void concat(Node node) {
        double[] all = {};
        for (String input : node.inputs()) {
            double[] part = values.get(input);
            if (part == null || part.length + all.length > Numbers.MAX) {
                return;
            }
            int from = all.length;
            all = Arrays.copyOf(all, from + part.length);
            System.arraycopy(part, 0, all, from, part.length);
        }
        makes(node, all);
    }

    private void arithmetic(Node node) {
        double[] left = values.get(node.input(0));
        double[] right = values.get(node.input(1));
        if (left == null || right == null || left.length == 0 || right.length == 0) {
            return;
        }
        if (left.length != right.length && left.length != 1 && right.length != 1) {
            return;
        }
        double[] result = new double[Math.max(left.length, right.length)];
        for (int i = 0; i < result.length; i++) {
            double a = left[left.length == 1 ? 0 : i];
            double b = right[right.length == 1 ? 0 : i];
            result[i] =
                    switch (node.op()) {
                        case "Add" -> a + b;
                        case "Sub" -> a - b;
                        case "Mul" -> a * b;
                        case "Div" -> a / b;
                        default -> Math.pow(a, b);
                    };
        }
        makes(node, result);
    }

    private void gather(Node node) throws ModelLoadException {
        long[] shape = shapes.get(node.input(0));
        double axis = node.number("axis", 0);
        if (node.op().equals("Gather")) {
            double apart = 1;
            for (int i = 0; shape != null && i < shape.length; i++) {
                apart *= i == (axis < 0 ? axis + shape.length : axis) ? 1 : Math.max(1, shape[i]);
            }
            makesAtLeast(node, apart * elements(node.input(1)));
        }
        double[] indices = values.get(node.input(1));
        if (indices == null) {
            return;
        }
        long length = Integer.MAX_VALUE;
        if (shape != null && axis >= -shape.length && axis < shape.length) {
            long there = shape[(int) (axis < 0 ? axis + shape.length : axis)];
            length = there < 0 ? length : there;
        }
        for (double index : indices) {
            if (index < -length || index >= length) {
                throw new ModelLoadException(
                        "The ONNX graph's operator '%s' looks up index %.0f of %d."
                                .formatted(node.op(), index, length));
            }
        }
        double[] from = values.get(node.input(0));
        if (from != null && (shape == null || shape.length <= 1)) {
            makes(
                    node,
                    Arrays.stream(indices)
                            .map(i -> from[(int) (i < 0 ? i + from.length : i)])
                            .toArray());
        }
    }

    private void broadcast(Node node) throws ModelLoadException {
        long[] result = {};
        for (String input : node.inputs()) {
            long[] shape = shapes.get(input);
            if (shape == null) {
                double most = 1;
                for (String each : node.inputs()) {
                    most = Math.max(most, elements(each));
                }
                makesAtLeast(node, most);
                return;
            }
            long[] longer = shape.length > result.length ? shape : result;
            long[] shorter = longer == shape ? result : shape;
            long[] both = longer.clone();
            for (int i = 0; i < shorter.length; i++) {
                int at = both.length - shorter.length + i;
                both[at] = both[at] == 1 ? shorter[i] : both[at];
            }
            result = both;
        }
        makesShape(node, result);
    }

    private void join(Node node) throws ModelLoadException {
        double all = 0;
        for (String input : node.inputs()) {
            all += elements(input);
        }
        makesAtLeast(node, all);
    }

    private void gemm(Node node) throws ModelLoadException {
        long[] left = shapes.get(node.input(0));
        long[] right = shapes.get(node.input(1));
        if (left != null && right != null && left.length == 2 && right.length == 2) {
            int rows = node.number("transA", 0) == 0 ? 0 : 1;
            int columns = node.number("transB", 0) == 0 ? 1 : 0;
            makesShape(node, new long[] {left[rows], right[columns]});
        }
    }

    private void matMul(Node node) throws ModelLoadException {
        long[] left = shapes.get(node.input(0));
        long[] right = shapes.get(node.input(1));
        if (left == null || right == null || left.length < 2 || right.length < 2) {
            return;
        }
        if (right.length == 2) {
            long[] result = left.clone();
            result[left.length - 1] = right[1];
            makesShape(node, result);
        } else {
            double elements =
                    Math.max(1, left[left.length - 2])
                            * (double) Math.max(1, right[right.length - 1]);
            for (int i = 3; i <= Math.max(left.length, right.length); i++) {
                long one = i <= left.length ? left[left.length - i] : 1;
                long other = i <= right.length ? right[right.length - i] : 1;
                elements *= Math.max(1, Math.max(one, other));
            }
            makesAtLeast(node, elements);
        }
    }

    private void makesShape(Node node, long[] shape) throws ModelLoadException {
        made(node, Arrays.stream(shape).asDoubleStream().toArray());
    }

    /** The node makes a tensor of these lengths. */
    private void made(Node node, double @Nullable [] lengths) throws ModelLoadException {
        if (lengths == null) {
            return;
        }
        double elements = 1;
        for (double length : lengths) {
            elements *= length < 0 ? 1 : length;
        }
        requireElements(node, elements);
        if (!node.outputs().isEmpty()) {
            shapes.put(
                    node.outputs().get(0),
                    Arrays.stream(lengths).mapToLong(length -> (long) length).toArray());
        }
    }

    private void requireElements(Node node, double elements) throws ModelLoadException {
        if (!(elements <= MAX_ELEMENTS)) {
            throw new ModelLoadException(
                    "The ONNX graph's operator '%s' makes a tensor of %.0f elements, more than %d."
                            .formatted(Texts.excerpt(node.op()), elements, MAX_ELEMENTS));
        }
    }

    private void makesAtLeast(Node node, double elements) throws ModelLoadException {
        requireElements(node, elements);
        if (!node.outputs().isEmpty()) {
            atLeast.put(node.outputs().get(0), elements);
        }
    }

    private double elements(String value) {
        long[] shape = shapes.get(value);
        if (shape == null) {
            return atLeast.getOrDefault(value, 1.0);
        }
        double elements = 1;
        for (long length : shape) {
            elements *= Math.max(1, length);
        }
        return elements;
    }

    private void expand(Node node) throws ModelLoadException {
        double[] to = values.get(node.input(1));
        if (to != null) {
            makesAtLeast(node, Math.max(product(to), elements(node.input(0))));
        }
    }

    private void times(Node node, double @Nullable [] factors) throws ModelLoadException {
        if (factors != null) {
            double elements = elements(node.input(0));
            for (double factor : factors) {
                elements *= factor;
            }
            makesAtLeast(node, elements);
        }
    }

    private void resize(Node node) throws ModelLoadException {
        List<String> inputs = node.inputs();
        if (inputs.size() > 3 && !inputs.get(3).isEmpty()) {
            made(node, values.get(inputs.get(3)));
        } else {
            times(
                    node,
                    values.get(
                            node.input(node.op().equals("Resize") && inputs.size() > 2 ? 2 : 1)));
            times(node, node.numbers("scales"));
        }
    }

    private void pad(Node node) throws ModelLoadException {
        double[] pads = values.get(node.input(1));
        double[] given = pads == null ? node.numbers("pads") : pads;
        if (given == null) {
            return;
        }
        long[] shape = shapes.get(node.input(0));
        double elements = 1;
        for (int i = 0; i < given.length / 2; i++) {
            double length = shape != null && i < shape.length ? Math.max(1, shape[i]) : 1;
            elements *= length + given[i] + given[i + given.length / 2];
        }
        requireElements(node, elements);
    }

    private void range(Node node) throws ModelLoadException {
        double[] start = values.get(node.input(0));
        double[] limit = values.get(node.input(1));
        double[] step = values.get(node.input(2));
        if (start != null && limit != null && step != null) {
            for (double[] each : List.of(start, limit, step)) {
                if (each.length == 0) {
                    return;
                }
            }
            requireElements(node, Math.max(0, Math.ceil((limit[0] - start[0]) / step[0])));
        }
    }

    private void oneHot(Node node) throws ModelLoadException {
        double[] depth = values.get(node.input(1));
        if (depth != null && depth.length > 0) {
            requireElements(node, depth[0] * elements(node.input(0)));
        }
    }

    private void loop(Node node) throws ModelLoadException {
        double[] most = values.get(node.input(0));
        if (most == null || most.length == 0) {
            throw new ModelLoadException(
                    "The ONNX graph has a loop whose number of rounds does not follow from the file.");
        }
        rounds *= Math.max(1, most[0]);
        if (rounds > MAX_ROUNDS) {
            throw new ModelLoadException(
                    "The ONNX graph has a loop of %.0f rounds, with those around it, more than %.0f."
                            .formatted(rounds, MAX_ROUNDS));
        }
    }

    /** Lengths that an operator is asked for by its attributes and by inputs other than data. */
    private void asked(Node node) throws ModelLoadException {
        switch (node.op()) {
            case "BlackmanWindow", "HannWindow", "HammingWindow" ->
                    requireProduct(node, values.get(node.input(0)));
            case "MelWeightMatrix" -> {
                double[] bins = values.get(node.input(0));
                double[] length = values.get(node.input(1));
                if (bins != null && length != null) {
                    requireProduct(node, new double[] {product(bins), product(length) / 2 + 1});
                }
            }
            case "DFT", "Col2Im", "AffineGrid" -> requireProduct(node, values.get(node.input(1)));
            case "MaxUnpool" -> requireProduct(node, values.get(node.input(2)));
            case "CropAndResize" -> requireProduct(node, values.get(node.input(3)));
            case "RoiAlign" ->
                    requireProduct(
                            node,
                            new double[] {
                                node.number("output_height", 1), node.number("output_width", 1)
                            });
            case "MaxRoiPool" -> requireProduct(node, node.numbers("pooled_shape"));
            case "Multinomial" -> requireProduct(node, node.numbers("sample_size"));
            case "TfIdfVectorizer" -> {
                requireElements(node, 1 + greatest(node.numbers("ngram_indexes")));
                requireElements(node, node.number("max_skip_count", 0));
            }
            case "FeatureVectorizer" -> {
                double[] lengths = node.numbers("inputdimensions");
                requireElements(node, lengths == null ? 0 : Arrays.stream(lengths).sum());
            }
            case "Conv", "ConvTranspose", "AveragePool", "MaxPool", "LpPool" -> window(node);
            case "Range" -> range(node);
            case "Pad" -> pad(node);
            default -> {
                // Asks for nothing.
            }
        }
    }

    /** Images that grow by their borders and, where they are convolved backwards, by steps. */
    private void window(Node node) throws ModelLoadException {
        requireProduct(node, node.numbers("output_shape"));
        double[] pads = node.numbers("pads");
        double[] strides =
                node.op().equals("ConvTranspose") ? node.numbers("strides") : new double[0];
        int axes =
                Math.max(strides == null ? 0 : strides.length, pads == null ? 0 : pads.length / 2);
        double elements = 1;
        for (int axis = 0; axis < axes; axis++) {
            double length = strides != null && axis < strides.length ? strides[axis] : 1;
            if (pads != null && axis + pads.length / 2 < pads.length) {
                length += Math.abs(pads[axis]) + Math.abs(pads[axis + pads.length / 2]);
            }
            elements *= Math.max(1, length);
        }
        requireElements(node, elements);
    }

    private void requireProduct(Node node, double @Nullable [] lengths) throws ModelLoadException {
        if (lengths != null) {
            requireElements(node, product(lengths));
        }
    }

    private static double product(double[] lengths) {
        return Arrays.stream(lengths).map(length -> Math.max(1, length)).reduce(1, (a, b) -> a * b);
    }

    private static double greatest(double @Nullable [] numbers) {
        return numbers == null ? 0 : Arrays.stream(numbers).max().orElse(0);
    }
}

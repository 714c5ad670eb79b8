package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Expression.Unary;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/**
 * Compiles a NeuralNetwork. A layer has the activation and the normalization of the network where
 * it has none of its own. A row that lacks an input has no answer.
 */
final class NeuralCompiler {
    private final PmmlCompiler compiler;
    private final List<String> labels;

    /** Where the value of each input and neuron is, by its id. */
    private final Map<String, Integer> slots = new HashMap<>();

    NeuralCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    /** What becomes of the values of a layer. */
    private enum Normalization {
        NONE,
        SIMPLEMAX,
        SOFTMAX;

        static Normalization of(String name) throws NotCompiledException {
            return switch (name) {
                case "none" -> NONE;
                case "simplemax" -> SIMPLEMAX;
                case "softmax" -> SOFTMAX;
                default -> throw new NotCompiledException("the normalization " + name);
            };
        }
    }

    /**
     * What a neuron makes of its inputs: a weighted sum, or how far they are from a centre.
     *
     * @param radius twice the squared width of a radial basis; 0 for a sum
     * @param base what is added to the distance's negative: fan-in times the altitude's logarithm
     */
    private record Neuron(int[] from, double[] weights, double bias, double radius, double base) {
        double of(double[] values) {
            double sum = bias;
            if (radius == 0) {
                for (int i = 0; i < from.length; i++) {
                    sum += weights[i] * values[from[i]];
                }
                return sum;
            }
            double distance = 0;
            for (int i = 0; i < from.length; i++) {
                double off = weights[i] - values[from[i]];
                distance += off * off;
            }
            return base - distance / radius;
        }
    }

    /**
     * A layer.
     *
     * @param at the slot of the first neuron; the others follow
     */
    private record Layer(Neuron[] neurons, int at, Unary activation, Normalization normalization) {
        void run(double[] values) {
            for (int i = 0; i < neurons.length; i++) {
                values[at + i] = activation.of(neurons[i].of(values));
            }
            if (normalization == Normalization.NONE) {
                return;
            }
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < neurons.length; i++) {
                largest = Math.max(largest, values[at + i]);
            }
            double total = 0;
            for (int i = 0; i < neurons.length; i++) {
                if (normalization == Normalization.SOFTMAX) {
                    values[at + i] = Math.exp(values[at + i] - largest);
                }
                total += values[at + i];
            }
            for (int i = 0; i < neurons.length; i++) {
                values[at + i] /= total;
            }
        }
    }

    /** A neuron whose value is part of the answer, and the field that says which part. */
    private record Output(int slot, XmlElement field) {}

    Result compile(XmlElement model, Scope scope, boolean classification, boolean single)
            throws NotCompiledException {
        if (single) {
            throw new NotCompiledException("a NeuralNetwork in binary32");
        }
        int[] inputs = inputs(model, scope);
        List<XmlElement> elements = model.children("NeuralLayer");
        Layer[] layers = new Layer[elements.size()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = layer(elements.get(i), model);
        }
        if (ModelCompiler.targetFields(model).isEmpty()) {
            compiler.deviate("it has no answer of neurons without a target");
        }
        List<Output> outputs = outputs(model, scope);
        return classification ? classes(inputs, layers, outputs) : number(inputs, layers, outputs);
    }

    private int[] inputs(XmlElement model, Scope scope) throws NotCompiledException {
        XmlElement element = model.child("NeuralInputs");
        List<XmlElement> inputs = element == null ? List.of() : element.children("NeuralInput");
        int[] at = new int[inputs.size()];
        for (int i = 0; i < at.length; i++) {
            XmlElement field = inputs.get(i).child("DerivedField");
            if (field == null) {
                throw new NotCompiledException("a NeuralInput without a field");
            }
            Slot slot = compiler.computed(field, scope);
            if (slot.type() == Literals.Type.TEXT) {
                throw new NotCompiledException("a text as a number");
            }
            at[i] = slot.index();
            name(inputs.get(i), at[i]);
        }
        return at;
    }

    private void name(XmlElement element, int slot) throws NotCompiledException {
        if (slots.put(element.required("id"), slot) != null) {
            throw new NotCompiledException("two neurons of one id");
        }
    }

    private Layer layer(XmlElement element, XmlElement model) throws NotCompiledException {
        String function = element.get("activationFunction", model.required("activationFunction"));
        Unary activation =
                activation(function, element.number("threshold", model.number("threshold", 0)));
        String normalization =
                element.get("normalizationMethod", model.get("normalizationMethod", "none"));
        List<XmlElement> elements = element.children("Neuron");
        Neuron[] neurons = new Neuron[elements.size()];
        int at = compiler.newSlots(neurons.length);
        for (int i = 0; i < neurons.length; i++) {
            neurons[i] = neuron(elements.get(i), element, model, function);
        }
        // Named afterwards: a neuron's inputs are those of layers before its own.
        for (int i = 0; i < neurons.length; i++) {
            name(elements.get(i), at + i);
        }
        return new Layer(neurons, at, activation, Normalization.of(normalization));
    }

    private Neuron neuron(XmlElement element, XmlElement layer, XmlElement model, String function)
            throws NotCompiledException {
        List<XmlElement> connections = element.children("Con");
        int[] from = new int[connections.size()];
        double[] weights = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            Integer slot = slots.get(connections.get(i).required("from"));
            if (slot == null) {
                throw new NotCompiledException("a neuron that no layer before has");
            }
            from[i] = slot;
            weights[i] = Literals.number(connections.get(i).required("weight"));
        }
        double bias = element.number("bias", 0);
        if (!function.equals("radialBasis")) {
            return new Neuron(from, weights, bias, 0, 0);
        }
        double width = inherited("width", element, layer, model);
        double altitude = inherited("altitude", element, layer, model);
        return new Neuron(
                from,
                weights,
                bias,
                2 * width * width,
                Double.isNaN(altitude) ? 0 : from.length * Math.log(altitude));
    }

    private static double inherited(
            String attribute, XmlElement neuron, XmlElement layer, XmlElement model)
            throws NotCompiledException {
        return neuron.number(
                attribute, layer.number(attribute, model.number(attribute, Double.NaN)));
    }

    private static Unary activation(String name, double threshold) throws NotCompiledException {
        return switch (name) {
            case "threshold" -> value -> value > threshold ? 1 : 0;
            case "logistic" -> Links.inverse("logit");
            case "tanh" -> Math::tanh;
            case "identity" -> value -> value;
            case "exponential", "radialBasis" -> Math::exp;
            case "reciprocal" -> value -> 1 / value;
            case "square" -> value -> value * value;
            case "Gauss" -> value -> Math.exp(-value * value);
            case "sine" -> Math::sin;
            case "cosine" -> Math::cos;
            case "Elliott" -> value -> value / (1 + Math.abs(value));
            case "arctan" -> value -> 2 * Math.atan(value) / Math.PI;
            case "rectifier" -> value -> Math.max(0, value);
            default -> throw new NotCompiledException("the activation " + name);
        };
    }

    private List<Output> outputs(XmlElement model, Scope scope) throws NotCompiledException {
        XmlElement element = model.child("NeuralOutputs");
        List<Output> outputs = new ArrayList<>();
        for (XmlElement output :
                element == null ? List.<XmlElement>of() : element.children("NeuralOutput")) {
            Integer slot = slots.get(output.required("outputNeuron"));
            XmlElement field = output.child("DerivedField");
            if (slot == null || field == null) {
                throw new NotCompiledException("an output without a neuron or a field");
            }
            XmlElement expression = expression(field);
            XmlElement named =
                    expression.name().equals("FieldRef")
                            ? scope.definition(expression.required("field"))
                            : null;
            outputs.add(new Output(slot, named == null ? expression : expression(named)));
        }
        return outputs;
    }

    private static XmlElement expression(XmlElement field) throws NotCompiledException {
        for (XmlElement child : field.children()) {
            if (Set.of("FieldRef", "NormContinuous", "NormDiscrete").contains(child.name())) {
                return child;
            }
        }
        throw new NotCompiledException("an output of another form");
    }

    /** Whether a row has all that the first layer needs. */
    private static boolean isWhole(int[] inputs, double[] values) {
        for (int input : inputs) {
            if (Double.isNaN(values[input])) {
                return false;
            }
        }
        return true;
    }

    private Result classes(int[] inputs, Layer[] layers, List<Output> outputs)
            throws NotCompiledException {
        int[] from = new int[labels.size()];
        Set<Integer> named = new HashSet<>();
        for (Output output : outputs) {
            if (!output.field().name().equals("NormDiscrete")) {
                throw new NotCompiledException("an output that names no label");
            }
            int label = Labelled.required(labels, output.field().required("value"));
            from[label] = output.slot();
            named.add(label);
        }
        if (named.size() != from.length || outputs.size() != from.length) {
            throw new NotCompiledException("labels of which not each has one neuron");
        }
        Result result = Labelled.result(compiler, from.length);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    if (!isWhole(inputs, values)) {
                        Labelled.nothing(result, values);
                        return;
                    }
                    for (Layer layer : layers) {
                        layer.run(values);
                    }
                    for (int label = 0; label < from.length; label++) {
                        values[result.probabilities() + label] = values[from[label]];
                    }
                    Labelled.decideOrNothing(result, values);
                });
        return result;
    }

    private Result number(int[] inputs, Layer[] layers, List<Output> outputs)
            throws NotCompiledException {
        if (outputs.size() != 1) {
            throw new NotCompiledException("several outputs of neurons");
        }
        int from = outputs.get(0).slot();
        List<double[]> points = denormalized(outputs.get(0).field());
        int to = compiler.newSlots(1);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    if (!isWhole(inputs, values)) {
                        values[to] = Double.NaN;
                        return;
                    }
                    for (Layer layer : layers) {
                        layer.run(values);
                    }
                    values[to] =
                            points == null
                                    ? values[from]
                                    : Expression.interpolate(points, values[from]);
                });
        return new Result(to, -1, 0);
    }

    /** The inverse of an output's norm; null if it is the neuron's value itself. */
    private static @Nullable List<double[]> denormalized(XmlElement expression)
            throws NotCompiledException {
        if (expression.name().equals("FieldRef")) {
            return null;
        }
        if (!expression.name().equals("NormContinuous")) {
            throw new NotCompiledException("an output that is no number");
        }
        List<double[]> points = new ArrayList<>();
        for (double[] point : Expressions.points(expression)) {
            points.add(new double[] {point[1], point[0]});
        }
        if (points.get(0)[0] > points.get(1)[0]) {
            Collections.reverse(points);
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i)[0] <= points.get(i - 1)[0]) {
                throw new NotCompiledException("an output whose norm has no inverse");
            }
        }
        return points;
    }
}

package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;
import org.tandemml.serving.engine.predict.Labels;

/** Layers of a multi-layer perceptron. */
final class Perceptron {
    private final String name;
    private final List<Layer> layers;

    /**
     * A layer.
     *
     * @param weights outputs x inputs
     */
    private record Layer(int inputs, double[] weights, double[] offsets, String activation) {}

    private Perceptron(String name, List<Layer> layers) {
        this.name = name;
        this.layers = layers;
    }

    static Estimator of(PyObject model) throws ModelLoadException {
        Perceptron net = read(model);
        if (model.simpleType().equals("MLPRegressor")) {
            return new Values(net);
        }
        Labels labels = Classes.of(model);
        int size = labels.names().size();
        boolean fits = net.outputs() == (size == 2 ? 1 : size);
        if (!fits || model.text("out_activation_").equals("logistic") != (size == 2)) {
            throw new ModelLoadException(
                    "The model's MLPClassifier has %d outputs for %d classes; several labels a row are not served."
                            .formatted(net.outputs(), size));
        }
        return new Named(labels, net);
    }

    private static Perceptron read(PyObject model) throws ModelLoadException {
        List<Layer> layers = new ArrayList<>();
        var weights = model.list("coefs_");
        var offsets = model.list("intercepts_");
        int before = -1;
        for (int i = 0; i < weights.size(); i++) {
            String where = model.where("coefs_");
            PyArray matrix = PyValues.array(weights.get(i), where);
            double[] added =
                    i < offsets.size()
                            ? PyValues.array(offsets.get(i), where).doubles(where)
                            : new double[0];
            if (matrix.rank() != 2
                    || matrix.size() == 0
                    || matrix.length(1) != added.length
                    || before >= 0 && matrix.length(0) != before) {
                throw new ModelLoadException(
                        "Layer %d of the model's %s does not fit.".formatted(i, where));
            }
            String activation =
                    model.text(i == weights.size() - 1 ? "out_activation_" : "activation");
            if (!List.of("identity", "logistic", "tanh", "relu", "softmax").contains(activation)) {
                throw new ModelLoadException(
                        "The model's activation '%s' is not known."
                                .formatted(Texts.excerpt(activation)));
            }
            layers.add(
                    new Layer(
                            matrix.length(0),
                            turned(matrix.doubles(where), matrix.length(0), added.length),
                            added,
                            activation));
            before = added.length;
        }
        if (layers.isEmpty()) {
            throw new ModelLoadException("The model's network has no layers.");
        }
        return new Perceptron(model.simpleType(), layers);
    }

    private static double[] turned(double[] values, int rows, int columns) {
        double[] result = new double[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }

    private int inputs() {
        return layers.get(0).inputs();
    }

    private int outputs() {
        return layers.get(layers.size() - 1).offsets().length;
    }

    private double[] run(Batch rows) {
        Checks.requireFinite(rows, name);
        double[] values = rows.matrix();
        for (Layer layer : layers) {
            values = Maths.linear(values, layer.inputs(), layer.weights(), layer.offsets());
            activate(values, layer);
        }
        return values;
    }

    private static void activate(double[] values, Layer layer) {
        switch (layer.activation()) {
            case "logistic" -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Maths.expit(values[i]);
                }
            }
            case "tanh" -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.tanh(values[i]);
                }
            }
            case "relu" -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Math.max(0, values[i]);
                }
            }
            case "softmax" -> Maths.softmax(values, layer.offsets().length);
            default -> {
                // Identity.
            }
        }
    }

    private record Named(Labels labels, Perceptron net) implements Estimator.Classifier {
        @Override
        public int features() {
            return net.inputs();
        }

        @Override
        public int[] predict(Batch rows) {
            double[] values = net.run(rows);
            return size() == 2 ? Maths.above(values, 0.5) : Maths.argMax(values, size());
        }

        @Override
        public double[] probabilities(Batch rows) {
            double[] values = net.run(rows);
            return size() == 2 ? Maths.both(values) : values;
        }
    }

    private record Values(Perceptron net) implements Estimator.Regressor {
        @Override
        public int features() {
            return net.inputs();
        }

        @Override
        public int outputs() {
            return net.outputs();
        }

        @Override
        public double[] predict(Batch rows) {
            return net.run(rows);
        }
    }
}

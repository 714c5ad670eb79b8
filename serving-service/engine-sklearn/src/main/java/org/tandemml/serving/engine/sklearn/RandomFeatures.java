package org.tandemml.serving.engine.sklearn;

import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * Steps that stand in for a kernel: RBFSampler and Nystroem.
 *
 * @param binary32 whether what it was fitted to is of binary32
 */
record RandomFeatures(int inputs, int width, Made made, boolean binary32) implements Transformer {

    /** What becomes of rows. */
    private interface Made {
        /** Rows x width. */
        double[] of(double[] rows, int count);
    }

    static RandomFeatures waves(PyObject model) throws ModelLoadException {
        Matrix weights = Matrix.of(model, "random_weights_");
        int inputs = weights.rows();
        int width = weights.columns();
        double[] across = new double[weights.values().length];
        for (int at = 0; at < across.length; at++) {
            across[at] = weights.values()[at % inputs * width + at / inputs];
        }
        double[] offset =
                Transformers.numbers(
                        model.array("random_offset_"), model.where("random_offset_"), width);
        double height = Math.sqrt(2.0 / width);
        return new RandomFeatures(
                inputs,
                width,
                (rows, count) -> {
                    double[] values = Maths.linear(rows, inputs, across, offset);
                    for (int at = 0; at < values.length; at++) {
                        values[at] = Math.cos(values[at]) * height;
                    }
                    return values;
                },
                isBinary32(model, "random_weights_"));
    }

    static RandomFeatures likeness(PyObject model) throws ModelLoadException {
        Matrix known = Matrix.of(model, "components_");
        Matrix turned = Matrix.of(model, "normalization_");
        if (turned.columns() != known.rows()) {
            throw new ModelLoadException(
                    "The model's %s does not fit its components."
                            .formatted(model.where("normalization_")));
        }
        PairKernel kernel = PairKernel.of(model, "gamma", 1.0 / known.columns());
        double[] nothing = new double[turned.rows()];
        return new RandomFeatures(
                known.columns(),
                turned.rows(),
                (rows, count) ->
                        Maths.linear(
                                kernel.all(rows, count, known),
                                known.rows(),
                                turned.values(),
                                nothing),
                isBinary32(model, "components_"));
    }

    private static boolean isBinary32(PyObject model, String name) {
        return model.get(name) instanceof PyArray array && array.dtype().isSingle();
    }

    @Override
    public Need[] needs() {
        return Need.numbers(inputs);
    }

    @Override
    public Batch apply(Batch in) {
        Checks.requireFinite(in, "a kernel's stand-in");
        return Batch.of(in.rows(), width, made.of(in.matrix(), in.rows()))
                .inBinary32(binary32 && in.isBinary32());
    }
}

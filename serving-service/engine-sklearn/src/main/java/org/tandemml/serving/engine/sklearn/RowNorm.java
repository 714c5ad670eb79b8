package org.tandemml.serving.engine.sklearn;

import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;

/** Normalizer: each row divided by its norm. */
record RowNorm(int width, Norm norm) implements Transformer {

    /** How long a row is. */
    enum Norm {
        L1,
        L2,
        MAX
    }

    static RowNorm of(PyObject model, int width) throws ModelLoadException {
        String name = model.text("norm");
        Norm norm =
                switch (name) {
                    case "l1" -> Norm.L1;
                    case "l2" -> Norm.L2;
                    case "max" -> Norm.MAX;
                    default ->
                            throw new ModelLoadException(
                                    "The model's %s is '%s', which is none."
                                            .formatted(model.where("norm"), Texts.excerpt(name)));
                };
        return new RowNorm(width, norm);
    }

    @Override
    public Need[] needs() {
        return Need.numbers(width);
    }

    @Override
    public Batch apply(Batch in) {
        Checks.requireFinite(in, "Normalizer");
        double[] values = in.matrix().clone();
        for (int from = 0; from < values.length; from += width) {
            double length = 0;
            for (int i = from; i < from + width; i++) {
                length =
                        switch (norm) {
                            case L1 -> length + Math.abs(values[i]);
                            case L2 -> length + values[i] * values[i];
                            case MAX -> Math.max(length, Math.abs(values[i]));
                        };
            }
            length = norm == Norm.L2 ? Math.sqrt(length) : length;
            for (int i = from; i < from + width; i++) {
                values[i] /= length == 0 ? 1 : length;
            }
        }
        return Batch.of(in.rows(), width, values).inFormatOf(in);
    }
}

package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;

/**
 * PCA and its kin: columns along axes.
 *
 * @param before what is taken from each row first
 * @param axes axes x inputs
 * @param added what is added along each axis
 * @param scale what the places on each axis are divided by
 * @param binary32 whether the axes are of binary32
 */
record Projection(
        String name,
        double[] before,
        double[] axes,
        double[] added,
        double[] scale,
        boolean binary32)
        implements Transformer {

    static Projection of(PyObject model, int width, Version version) throws ModelLoadException {
        PyArray components = model.array("components_");
        String where = model.where("components_");
        if (components.rank() != 2 || components.length(1) != width || components.size() == 0) {
            throw new ModelLoadException(
                    "The model's %s are of shape %s; %d columns reach them."
                            .formatted(where, components.shownShape(), width));
        }
        int count = components.length(0);
        double[] axes = components.doubles(where);
        double[] before = new double[width];
        double[] added = new double[count];
        double[] scale = new double[count];
        java.util.Arrays.fill(scale, 1);
        double[] mean = optional(model.get("mean_"), model.where("mean_"), width);
        // Since 1.5 the mean is taken away behind the product.
        boolean behind =
                version.isAtLeast(new Version(1, 5)) && !model.simpleType().equals("FastICA");
        if (mean != null && behind) {
            for (int i = 0; i < count; i++) {
                added[i] = -Maths.dot(mean, 0, axes, i * width, width);
            }
        } else if (mean != null) {
            before = mean;
        }
        // For FastICA this is a text, and done already.
        if (Boolean.TRUE.equals(model.get("whiten")) && model.has("explained_variance_")) {
            double[] variance =
                    Transformers.numbers(
                            model.array("explained_variance_"),
                            model.where("explained_variance_"),
                            count);
            for (int i = 0; i < count; i++) {
                scale[i] = Math.max(Math.sqrt(variance[i]), Math.ulp(1.0));
            }
        }
        return new Projection(
                model.simpleType(), before, axes, added, scale, components.dtype().isSingle());
    }

    private static double @Nullable [] optional(@Nullable Object value, String where, int width)
            throws ModelLoadException {
        return value instanceof PyArray array ? Transformers.numbers(array, where, width) : null;
    }

    @Override
    public Need[] needs() {
        return Need.numbers(before.length);
    }

    @Override
    public int width() {
        return scale.length;
    }

    @Override
    public Batch apply(Batch in) {
        Checks.requireFinite(in, name);
        double[] moved = in.matrix().clone();
        for (int at = 0; at < moved.length; at++) {
            moved[at] -= before[at % before.length];
        }
        double[] places = Maths.linear(moved, before.length, axes, added);
        for (int at = 0; at < places.length; at++) {
            places[at] /= scale[at % scale.length];
        }
        return Batch.of(in.rows(), scale.length, places).inBinary32(binary32 && in.isBinary32());
    }
}

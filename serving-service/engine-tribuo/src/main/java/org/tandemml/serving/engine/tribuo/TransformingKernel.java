package org.tandemml.serving.engine.tribuo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.PredictionException;
import org.tribuo.transform.Transformer;
import org.tribuo.transform.TransformerMap;

/** A model behind transformations of its features. */
final class TransformingKernel implements Kernel {
    private final Kernel inner;
    private final boolean densify;
    private final @Nullable Transformer[][] transformers;

    /**
     * @param densify whether an absent feature is 0 before it is transformed
     */
    TransformingKernel(Kernel inner, TransformerMap map, boolean densify, String[] features) {
        this.inner = inner;
        this.densify = densify;
        this.transformers = new Transformer[features.length][];
        for (int feature = 0; feature < features.length; feature++) {
            List<Transformer> list = map.get(features[feature]);
            transformers[feature] = list == null ? null : list.toArray(new Transformer[0]);
        }
    }

    @Override
    public String name() {
        return inner.name() + " behind transformations";
    }

    @Override
    public String reference() {
        return inner.reference();
    }

    @Override
    public int width() {
        return inner.width();
    }

    /** None: a transformation may refuse what is far from its training data. */
    @Override
    public double[] trials() {
        return new double[0];
    }

    @Override
    public Pass pass(int rows) {
        Pass next = inner.pass(rows);
        return (values, count, first, scores, winners) -> {
            for (int row = 0; row < count; row++) {
                transform(values, row * transformers.length, first + row);
            }
            next.score(values, count, first, scores, winners);
        };
    }

    private void transform(double[] values, int from, int row) {
        for (int feature = 0; feature < transformers.length; feature++) {
            double value = values[from + feature];
            if (value != value) {
                if (!densify) {
                    continue;
                }
                value = 0;
            }
            Transformer[] list = transformers[feature];
            if (list != null) {
                for (Transformer transformer : list) {
                    value = transformed(transformer, value, row);
                }
            }
            if (value != value) {
                throw KernelPredictor.refused(row);
            }
            values[from + feature] = value;
        }
    }

    private static double transformed(Transformer transformer, double value, int row) {
        try {
            return transformer.transform(value);
        } catch (IllegalArgumentException refused) {
            PredictionException named = KernelPredictor.refused(row);
            named.addSuppressed(refused);
            throw named;
        }
    }
}

package org.tandemml.serving.engine.tribuo;

import java.util.List;
import org.jspecify.annotations.Nullable;
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
    public int width() {
        return inner.width();
    }

    @Override
    public int score(double[] row, double[] scores) {
        for (int feature = 0; feature < transformers.length; feature++) {
            double value = row[feature];
            if (value != value) {
                if (!densify) {
                    continue;
                }
                value = 0;
            }
            Transformer[] list = transformers[feature];
            if (list != null) {
                for (Transformer transformer : list) {
                    value = transformer.transform(value);
                }
            }
            if (value != value) {
                throw new IllegalArgumentException("A transformed feature is not a number");
            }
            row[feature] = value;
        }
        return inner.score(row, scores);
    }
}

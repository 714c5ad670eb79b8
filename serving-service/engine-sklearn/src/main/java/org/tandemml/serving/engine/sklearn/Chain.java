package org.tandemml.serving.engine.sklearn;

import java.util.List;

/** One step after the other. */
record Chain(List<Transformer> steps) implements Transformer {
    Chain {
        steps = List.copyOf(steps);
    }

    @Override
    public Need[] needs() {
        return steps.get(0).needs();
    }

    @Override
    public int width() {
        return steps.get(steps.size() - 1).width();
    }

    @Override
    public int widest() {
        return steps.stream().mapToInt(Transformer::widest).max().orElse(0);
    }

    @Override
    public Batch apply(Batch in) {
        Batch batch = in;
        for (Transformer step : steps) {
            batch = step.apply(batch);
        }
        return batch;
    }
}

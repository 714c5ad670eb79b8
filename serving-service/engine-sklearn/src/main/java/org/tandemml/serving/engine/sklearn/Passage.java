package org.tandemml.serving.engine.sklearn;

/** Leaves columns as they are. */
record Passage(Need[] needs) implements Transformer {

    /** Of numbers. */
    static Passage of(int width) {
        return new Passage(Need.numbers(width));
    }

    @Override
    public int width() {
        return needs.length;
    }

    @Override
    public Batch apply(Batch in) {
        return in;
    }
}

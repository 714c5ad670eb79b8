package org.tandemml.serving.engine.onnx;

import java.util.Arrays;

/** A list of numbers that grows up to a limit and then stops to be known. */
final class Numbers {
    /** Shapes, indices and the like are shorter. */
    static final int MAX = 4096;

    private int max = MAX;
    private double[] values = new double[8];
    private int count;
    private boolean known = true;

    /** Lets the list grow further; one that has stopped to be known stays so. */
    void allow(int most) {
        max = most;
    }

    void add(double value) {
        if (!known || count == max) {
            known = false;
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    boolean known() {
        return known;
    }

    double[] toArray() {
        return Arrays.copyOf(values, count);
    }
}

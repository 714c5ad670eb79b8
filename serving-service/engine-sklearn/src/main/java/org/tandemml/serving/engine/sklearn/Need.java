package org.tandemml.serving.engine.sklearn;

import java.util.Arrays;
import java.util.List;

/** What a step of a model reads from an input. */
enum Need {
    NOTHING,
    NUMBER,
    TEXT;

    /** So many columns of numbers. */
    static Need[] numbers(int width) {
        Need[] needs = new Need[width];
        Arrays.fill(needs, NUMBER);
        return needs;
    }

    /** What estimators that read the same columns need together. */
    static Need[] merged(List<? extends Estimator> readers) {
        Need[] needs = readers.get(0).needs().clone();
        for (Estimator reader : readers) {
            Need[] own = reader.needs();
            for (int i = 0; i < needs.length; i++) {
                needs[i] = needs[i] == NOTHING ? own[i] : needs[i];
            }
        }
        return needs;
    }
}

package org.tandemml.serving.engine.tribuo;

import java.util.function.IntFunction;
import org.tandemml.serving.engine.predict.Predictions;
import org.tribuo.Output;
import org.tribuo.Prediction;

/**
 * Collects Tribuo's predictions, one a row, into columns.
 *
 * @param <T> Tribuo's kind of output
 */
interface Answers<T extends Output<T>> {

    /** Takes the prediction of a row. */
    void add(int row, Prediction<T> prediction);

    /** All rows. */
    Predictions finish();

    /**
     * How a kind of output is handed to Tribuo and taken back.
     *
     * @param unknown stands for the output of an example that has none yet
     * @param collect makes the collector for a number of rows
     */
    record Kind<T extends Output<T>>(T unknown, IntFunction<Answers<T>> collect) {}
}

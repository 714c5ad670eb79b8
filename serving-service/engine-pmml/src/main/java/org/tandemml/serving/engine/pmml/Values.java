package org.tandemml.serving.engine.pmml;

import org.jspecify.annotations.Nullable;
import org.pmml4s.data.BoolVal;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.DoubleVal;
import org.pmml4s.data.FloatVal;
import org.pmml4s.data.LongVal;
import org.pmml4s.data.Series;
import org.pmml4s.data.StringVal;

/** PMML4S's values as ours. */
final class Values {
    private static final double EXACT_LONGS = 9_007_199_254_740_992.0;

    private Values() {}

    /** A cell of an answer; null if it has no value. */
    static @Nullable DataVal cell(Series answer, int index) {
        DataVal value = index < answer.length() ? answer.get(index) : null;
        return value == null || value.isMissing() ? null : value;
    }

    /** A cell as a number; NaN if it has no value. */
    static double number(Series answer, int index) {
        DataVal value = cell(answer, index);
        return value == null ? Double.NaN : value.toDouble();
    }

    /** A value as text: whole numbers without a fraction, as PMML files write categories. */
    static String text(DataVal value) {
        if (value instanceof StringVal string) {
            return string.value();
        }
        if (value instanceof LongVal number) {
            return Long.toString(number.value());
        }
        if (value instanceof DoubleVal number) {
            return text(number.value());
        }
        if (value instanceof FloatVal number) {
            return text(number.value());
        }
        return value instanceof BoolVal bool
                ? Boolean.toString(bool.value())
                : String.valueOf(value.toVal());
    }

    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) <= EXACT_LONGS
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}

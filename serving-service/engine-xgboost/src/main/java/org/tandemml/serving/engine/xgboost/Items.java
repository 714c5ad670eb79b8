package org.tandemml.serving.engine.xgboost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the items of a list: an array while all are numbers, else a list of objects. */
final class Items {
    private double[] numbers = new double[16];
    private int count;
    private @Nullable List<@Nullable Object> others;

    void add(double number) {
        List<@Nullable Object> list = others;
        if (list != null) {
            list.add(number);
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    void addOther(@Nullable Object item) {
        List<@Nullable Object> list = others;
        if (list == null) {
            list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(numbers[i]);
            }
            others = list;
        }
        list.add(item);
    }

    Object finish() {
        List<@Nullable Object> list = others;
        return list == null ? Arrays.copyOf(numbers, count) : list;
    }
}

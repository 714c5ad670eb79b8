package org.tandemml.serving.engine.sklearn;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * The categories of one column, all texts or all numbers.
 *
 * @param texts their numbers by text
 * @param numbers their numbers by number
 * @param missing the number of the missing value; -1 if that is no category
 * @param size how many
 */
record CategoryList(
        Map<String, Integer> texts, Map<Double, Integer> numbers, int missing, int size) {

    static CategoryList of(@Nullable Object value, String where) throws ModelLoadException {
        PyArray array = PyValues.array(value, where);
        Map<String, Integer> texts = new HashMap<>();
        Map<Double, Integer> numbers = new HashMap<>();
        int missing = -1;
        @Nullable Object[] categories = array.values(where);
        for (int i = 0; i < categories.length; i++) {
            Object category = categories[i];
            if (category instanceof String text) {
                texts.put(text, i);
            } else if (category == null || category instanceof Double d && d.isNaN()) {
                missing = i;
            } else if (category instanceof Long || category instanceof Double) {
                numbers.put(((Number) category).doubleValue() + 0.0, i);
            } else if (category instanceof Boolean flag) {
                numbers.put(flag ? 1.0 : 0.0, i);
            } else {
                throw new ModelLoadException(
                        "The model's %s hold %s.".formatted(where, PyValues.kind(category)));
            }
        }
        if (!texts.isEmpty() && !numbers.isEmpty()) {
            throw new ModelLoadException("The model's %s mix texts and numbers.".formatted(where));
        }
        return new CategoryList(texts, numbers, missing, categories.length);
    }

    Need need() {
        return texts.isEmpty() ? Need.NUMBER : Need.TEXT;
    }

    /** The number of a row's category; -1 if it is not known. */
    int find(Object column, int row) {
        Integer found;
        if (column instanceof String[] values) {
            String text = values[row];
            found = text == null ? Integer.valueOf(missing) : texts.get(text);
        } else {
            double number = ((double[]) column)[row];
            found = number != number ? Integer.valueOf(missing) : numbers.get(number + 0.0);
        }
        return found == null ? -1 : found;
    }
}

package org.tandemml.serving.engine.xgboost;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A value of a model document and where it stands.
 *
 * @param raw a map, a list, an array of doubles (all of them numbers or booleans), a text, a number
 *     or null
 * @param place for messages, for example {@code learner.gradient_booster.name}
 */
record Value(@Nullable Object raw, String place) {

    boolean has(String key) {
        return raw instanceof Map<?, ?> map && map.containsKey(key);
    }

    Value get(String key) throws ModelLoadException {
        if (!(raw instanceof Map<?, ?> map)) {
            throw wrong("an object");
        }
        String where = place.isEmpty() ? key : place + "." + key;
        if (!map.containsKey(key)) {
            throw new ModelLoadException(
                    "The XGBoost model file has no '%s'.".formatted(Texts.excerpt(where)));
        }
        return new Value(map.get(key), where);
    }

    String text() throws ModelLoadException {
        if (raw instanceof String text) {
            return text;
        }
        throw wrong("a text");
    }

    /** A whole number, which XGBoost writes as a text in most places. */
    int integer() throws ModelLoadException {
        if (raw instanceof String text && text.length() <= 11) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException malformed) {
                throw wrong("a whole number", malformed);
            }
        }
        if (raw instanceof Double number) {
            return whole(number, -1);
        }
        throw wrong("a whole number");
    }

    int integer(String key, int otherwise) throws ModelLoadException {
        return has(key) ? get(key).integer() : otherwise;
    }

    int size() throws ModelLoadException {
        if (raw instanceof double[] numbers) {
            return numbers.length;
        }
        if (raw instanceof List<?> list) {
            return list.size();
        }
        throw wrong("a list");
    }

    Value item(int index) throws ModelLoadException {
        String where = place + "[" + index + "]";
        if (raw instanceof double[] numbers) {
            return new Value(numbers[index], where);
        }
        if (raw instanceof List<?> list) {
            return new Value(list.get(index), where);
        }
        throw wrong("a list");
    }

    double[] numbers() throws ModelLoadException {
        if (raw instanceof double[] numbers) {
            return numbers;
        }
        throw wrong("a list of numbers");
    }

    double[] numbers(int count) throws ModelLoadException {
        double[] numbers = numbers();
        if (numbers.length != count) {
            throw new ModelLoadException(
                    "%s: the list has %d numbers; it must have %d."
                            .formatted(place, numbers.length, count));
        }
        return numbers;
    }

    int[] integers() throws ModelLoadException {
        double[] numbers = numbers();
        int[] whole = new int[numbers.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = whole(numbers[i], i);
        }
        return whole;
    }

    int[] integers(int count) throws ModelLoadException {
        numbers(count);
        return integers();
    }

    private int whole(double number, int index) throws ModelLoadException {
        if (number != (int) number) {
            throw new ModelLoadException(
                    "%s%s: %s is not a 32-bit whole number."
                            .formatted(place, index < 0 ? "" : "[" + index + "]", number));
        }
        return (int) number;
    }

    ModelLoadException wrong(String wanted) {
        return wrong(wanted, null);
    }

    private ModelLoadException wrong(String wanted, @Nullable Throwable cause) {
        return new ModelLoadException(
                "%s: %s was expected."
                        .formatted(
                                place.isEmpty() ? "The XGBoost model file" : Texts.excerpt(place),
                                wanted),
                cause);
    }
}

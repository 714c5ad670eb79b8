package org.tandemml.serving.engine.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/** Values of a pickle as the types that their reader expects. */
public final class PyValues {
    private PyValues() {}

    /**
     * A number; booleans count as 0 and 1, an array of one number as that number.
     *
     * @param where what it is, for the message
     */
    public static double number(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof PyArray array && array.size() == 1) {
            return array.doubles(where)[0];
        }
        throw unexpected(value, where, "a number");
    }

    /** A whole number that fits an int. */
    public static int integer(@Nullable Object value, String where) throws ModelLoadException {
        double number = number(value, where);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw unexpected(value, where, "a whole number of 32 bits");
        }
        return (int) number;
    }

    /** A text. */
    public static String text(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof String text) {
            return text;
        }
        throw unexpected(value, where, "a text");
    }

    /** A boolean. */
    public static boolean flag(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw unexpected(value, where, "a boolean");
    }

    /** A list or tuple. */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> list(@Nullable Object value, String where)
            throws ModelLoadException {
        if (value instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw unexpected(value, where, "a list");
    }

    /** An array. */
    public static PyArray array(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof PyArray array) {
            return array;
        }
        throw unexpected(value, where, "an array");
    }

    /** An object. */
    public static PyObject object(@Nullable Object value, String where) throws ModelLoadException {
        if (value instanceof PyObject object) {
            return object;
        }
        throw unexpected(value, where, "an object");
    }

    /** What a value is, for messages. */
    public static String kind(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof PyObject object) {
            return "a " + org.tandemml.model.Texts.excerpt(object.type());
        }
        if (value instanceof PyName name) {
            return org.tandemml.model.Texts.excerpt(name.name());
        }
        if (value instanceof PyArray array) {
            return "an array of " + array.dtype();
        }
        if (value instanceof List) {
            return "a list";
        }
        return "a " + value.getClass().getSimpleName();
    }

    /** The refusal of a value. */
    static ModelLoadException unexpected(@Nullable Object value, String where, String wanted) {
        return new ModelLoadException(
                "The model's %s must be %s; it is %s.".formatted(where, wanted, kind(value)));
    }
}

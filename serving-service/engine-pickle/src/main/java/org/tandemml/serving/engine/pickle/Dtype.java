package org.tandemml.serving.engine.pickle;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/** The element type of a numpy array. Not changed once its reader has returned. */
public final class Dtype {
    private static final Pattern CODE = Pattern.compile("([<>|=]?)([?biufcSUVOmMa])([0-9]{0,9})");
    private static final int MAX_ITEM = 1 << 24;

    private final char kind;
    private int itemSize;
    private ByteOrder order;
    private Map<String, Field> fields = Map.of();

    /** A field of a structured type. */
    record Field(Dtype type, int offset) {}

    private Dtype(char kind, int itemSize, ByteOrder order) {
        this.kind = kind;
        this.itemSize = itemSize;
        this.order = order;
    }

    /**
     * The type with a code of numpy, for example {@code f8} or {@code <U12}.
     *
     * @throws ModelLoadException if there is no such type, or it cannot be read
     */
    static Dtype of(String code) throws ModelLoadException {
        Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            throw unknown(code);
        }
        char kind = matcher.group(2).charAt(0);
        if (kind == '?') {
            return new Dtype('b', 1, ByteOrder.LITTLE_ENDIAN);
        }
        String digits = matcher.group(3);
        int number =
                digits.isEmpty()
                        ? (kind == 'O' ? 8 : kind == 'M' || kind == 'm' ? 8 : 0)
                        : Integer.parseInt(digits);
        boolean readable =
                switch (kind) {
                    case 'b' -> number == 1;
                    case 'i', 'u' -> number == 1 || number == 2 || number == 4 || number == 8;
                    case 'f' -> number == 2 || number == 4 || number == 8;
                    case 'O', 'M', 'm' -> number == 8;
                    case 'S', 'U', 'V' -> number <= MAX_ITEM / 4;
                    default -> false;
                };
        if (!readable) {
            throw unknown(code);
        }
        return new Dtype(
                kind,
                kind == 'U' ? 4 * number : number,
                matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** A structured type. */
    static Dtype of(Map<String, Field> fields, int itemSize) throws ModelLoadException {
        Dtype type = new Dtype('V', itemSize, ByteOrder.LITTLE_ENDIAN);
        type.setFields(fields);
        return type;
    }

    private static ModelLoadException unknown(String code) {
        return new ModelLoadException(
                "The pickle has an array of the type '%s', which is not read."
                        .formatted(Texts.excerpt(code)));
    }

    /** Takes the state that numpy pickles for a type: order, names, fields, size. */
    void setState(@Nullable Object state) throws ModelLoadException {
        List<@Nullable Object> parts = PyValues.list(state, "dtype's state");
        if (parts.size() < 8) {
            throw PyValues.unexpected(state, "dtype's state", "a tuple of 8");
        }
        String endian = PyValues.text(parts.get(1), "dtype's byte order");
        order = endian.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (parts.get(2) != null) {
            throw new ModelLoadException("The pickle has an array type of arrays: not read.");
        }
        if (kind == 'U' || kind == 'S' || kind == 'V') {
            int size = PyValues.integer(parts.get(5), "dtype's item size");
            if (size >= 0 && size <= MAX_ITEM) {
                itemSize = size;
            }
        }
        if (parts.get(3) != null) {
            if (!(parts.get(4) instanceof Map<?, ?> map)) {
                throw PyValues.unexpected(parts.get(4), "dtype's fields", "a dictionary");
            }
            Map<String, Field> read = new LinkedHashMap<>();
            for (Object name : PyValues.list(parts.get(3), "dtype's names")) {
                String text = PyValues.text(name, "dtype's field name");
                List<@Nullable Object> field = PyValues.list(map.get(text), "dtype's field");
                if (field.size() < 2 || !(field.get(0) instanceof Dtype type)) {
                    throw PyValues.unexpected(field, "dtype's field", "a type and an offset");
                }
                read.put(text, new Field(type, PyValues.integer(field.get(1), "field's offset")));
            }
            setFields(read);
        }
    }

    private void setFields(Map<String, Field> given) throws ModelLoadException {
        for (Field field : given.values()) {
            if (kind != 'V'
                    || field.offset < 0
                    || field.type == this
                    || field.offset > itemSize - field.type.itemSize
                    || !field.type.fields.isEmpty()) {
                throw new ModelLoadException(
                        "The pickle has an array type whose fields do not fit its size.");
            }
        }
        fields = Map.copyOf(given);
    }

    /** numpy's letter: b, i, u, f, S, U, V, O, m or M. */
    public char kind() {
        return kind;
    }

    int itemSize() {
        return itemSize;
    }

    ByteOrder order() {
        return order;
    }

    /** The fields of a structured type, by name; empty for others. */
    Map<String, Field> fields() {
        return fields;
    }

    /** Whether elements are Python objects. */
    boolean isObject() {
        return kind == 'O';
    }

    /** Whether elements are booleans or numbers. */
    public boolean isNumber() {
        return kind == 'b' || kind == 'i' || kind == 'u' || kind == 'f';
    }

    /** Whether its elements are binary32 numbers. */
    public boolean isSingle() {
        return kind == 'f' && itemSize == Float.BYTES;
    }

    /** Whether its elements are whole numbers. */
    public boolean isInteger() {
        return kind == 'i' || kind == 'u';
    }

    /** Bytes of a number. */
    public int bytes() {
        return itemSize;
    }

    @Override
    public String toString() {
        return "" + kind + (kind == 'U' ? itemSize / 4 : itemSize);
    }
}

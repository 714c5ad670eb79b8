package org.tandemml.serving.engine.xgboost;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads a model document in UBJSON, draft 12. Every length is held against the bytes that are left
 * before anything is made of it.
 */
final class UbjForm {
    private final ByteBuffer bytes;

    UbjForm(byte[] file) {
        // Big-endian, as UBJSON is.
        bytes = ByteBuffer.wrap(file);
    }

    Value read() throws ModelLoadException {
        try {
            Object document = value(marker(), 0);
            if (bytes.hasRemaining()) {
                throw wrong("the file goes on after its document");
            }
            return new Value(document, "");
        } catch (BufferUnderflowException early) {
            throw new ModelLoadException(
                    "The XGBoost model file is UBJSON that ends too early.", early);
        }
    }

    private ModelLoadException wrong(String what) {
        return new ModelLoadException(
                "The XGBoost model file is not valid UBJSON: byte %d: %s."
                        .formatted(bytes.position(), what));
    }

    private char marker() {
        char marker;
        do {
            marker = (char) (bytes.get() & 0xFF);
        } while (marker == 'N');
        return marker;
    }

    private @Nullable Object value(char marker, int depth) throws ModelLoadException {
        if (depth > JsonForm.MAX_DEPTH) {
            throw wrong("nested more than " + JsonForm.MAX_DEPTH + " deep");
        }
        return switch (marker) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 'S', 'H' -> text(length(marker()));
            case 'C' -> String.valueOf((char) (bytes.get() & 0xFF));
            case 'Z' -> null;
            default -> number(marker);
        };
    }

    private double number(char marker) throws ModelLoadException {
        return switch (marker) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xFF;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            case 'd' -> bytes.getFloat();
            case 'D' -> bytes.getDouble();
            case 'T' -> 1;
            case 'F' -> 0;
            default -> throw wrong("'%s' is no type".formatted(Texts.excerpt("" + marker)));
        };
    }

    /** A length; at most as many as there are bytes left. */
    private int length(char marker) throws ModelLoadException {
        if ("iUIlL".indexOf(marker) < 0) {
            throw wrong("a length must be a whole number");
        }
        double length = number(marker);
        if (length < 0 || length > bytes.remaining()) {
            throw wrong(
                    "a length of %.0f, with %d bytes left".formatted(length, bytes.remaining()));
        }
        return (int) length;
    }

    private String text(int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Map<String, @Nullable Object> object(int depth) throws ModelLoadException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        char next = marker();
        char type = 0;
        if (next == '$') {
            type = marker();
            next = marker();
        }
        int left = -1;
        if (next == '#') {
            left = length(marker());
        } else if (type != 0) {
            throw wrong("an object with a type must have a length");
        }
        while (left < 0 ? next != '}' : left-- > 0) {
            String key = text(length(left == -1 && next != '#' ? next : marker()));
            if (map.containsKey(key)) {
                throw wrong("the key '%s' twice".formatted(Texts.excerpt(key)));
            }
            map.put(key, value(type == 0 ? marker() : type, depth + 1));
            if (next != '#') {
                next = marker();
            }
        }
        return map;
    }

    private Object array(int depth) throws ModelLoadException {
        Items items = new Items();
        char next = marker();
        if (next == '$') {
            char type = marker();
            if (marker() != '#') {
                throw wrong("an array with a type must have a length");
            }
            return typed(type, length(marker()));
        }
        if (next == '#') {
            int count = length(marker());
            for (int i = 0; i < count; i++) {
                item(items, marker(), depth);
            }
            return items.finish();
        }
        while (next != ']') {
            item(items, next, depth);
            next = marker();
        }
        return items.finish();
    }

    private void item(Items items, char marker, int depth) throws ModelLoadException {
        if ("iUIlLdDTF".indexOf(marker) >= 0) {
            items.add(number(marker));
        } else {
            items.addOther(value(marker, depth + 1));
        }
    }

    private double[] typed(char type, int count) throws ModelLoadException {
        int width =
                switch (type) {
                    case 'i', 'U' -> 1;
                    case 'I' -> 2;
                    case 'l', 'd' -> 4;
                    case 'L', 'D' -> 8;
                    default -> throw wrong("an array of a type that is no number");
                };
        if ((long) count * width > bytes.remaining()) {
            throw wrong(
                    "an array of %d numbers, with %d bytes left"
                            .formatted(count, bytes.remaining()));
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(type);
        }
        return numbers;
    }
}

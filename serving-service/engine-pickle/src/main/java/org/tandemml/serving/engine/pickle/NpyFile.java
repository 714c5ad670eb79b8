package org.tandemml.serving.engine.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Reads a {@code .npy} file: numpy's own format, versions 1 to 3. Its header is a literal of
 * Python, read here as one, not evaluated. Files with pickled objects are refused.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final int MAX_DEPTH = 8;

    private final String header;
    private int at;

    private NpyFile(String header) {
        this.header = header;
    }

    static PyArray read(byte[] file) throws ModelLoadException {
        if (file.length < 10 || !Arrays.equals(file, 0, 6, MAGIC, 0, 6)) {
            throw damaged("it does not begin as one");
        }
        PickleBytes in = new PickleBytes(file);
        in.take(6);
        int version = in.unsigned8();
        in.unsigned8();
        long length = version == 1 ? in.unsigned16() : in.signed32() & 0xFFFF_FFFFL;
        if (version < 1 || version > 3 || length > MAX_HEADER) {
            throw damaged("its version is %d, its header has %d bytes".formatted(version, length));
        }
        String text = new String(in.take(length), StandardCharsets.UTF_8);
        Object header = new NpyFile(text).whole();
        if (!(header instanceof Map<?, ?> map)) {
            throw damaged("its header is no dictionary");
        }
        Dtype type = dtype(map.get("descr"), 0);
        if (type.isObject()) {
            throw damaged("it holds pickled objects");
        }
        int[] shape = PyArray.shape(map.get("shape"));
        byte[] data = in.take(file.length - in.position());
        return PyArray.of(type, shape, data, Boolean.TRUE.equals(map.get("fortran_order")));
    }

    private static Dtype dtype(@Nullable Object description, int depth) throws ModelLoadException {
        if (description instanceof String code) {
            return Dtype.of(code);
        }
        if (depth > 0) {
            throw damaged("its structures are nested");
        }
        Map<String, Dtype.Field> fields = new LinkedHashMap<>();
        int offset = 0;
        for (Object entry : PyValues.list(description, "npy type")) {
            List<@Nullable Object> pair = PyValues.list(entry, "npy field");
            if (pair.size() != 2) {
                throw damaged("a field of its structure is an array");
            }
            Dtype type = dtype(pair.get(1), depth + 1);
            String name = PyValues.text(pair.get(0), "npy field");
            if (!name.isEmpty()) {
                fields.put(name, new Dtype.Field(type, offset));
            }
            offset = Math.addExact(offset, type.itemSize());
        }
        return Dtype.of(fields, offset);
    }

    private @Nullable Object whole() throws ModelLoadException {
        Object value = value(0);
        blanks();
        if (at != header.length()) {
            throw damaged("its header goes on after its end");
        }
        return value;
    }

    private @Nullable Object value(int depth) throws ModelLoadException {
        if (depth > MAX_DEPTH) {
            throw damaged("its header is nested too deeply");
        }
        blanks();
        char c = peek();
        return switch (c) {
            case '{' -> dictionary(depth);
            case '(' -> items(')', depth);
            case '[' -> items(']', depth);
            case '\'', '"' -> text(c);
            default -> word();
        };
    }

    private Map<String, @Nullable Object> dictionary(int depth) throws ModelLoadException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        blanks();
        while (peek() != '}') {
            String key = text(peek());
            blanks();
            expect(':');
            map.put(key, value(depth + 1));
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
            } else if (peek() != '}') {
                throw damaged("its header is no literal");
            }
        }
        at++;
        return map;
    }

    private List<@Nullable Object> items(char end, int depth) throws ModelLoadException {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        blanks();
        while (peek() != end) {
            list.add(value(depth + 1));
            blanks();
            if (peek() == ',') {
                at++;
                blanks();
            } else if (peek() != end) {
                throw damaged("its header is no literal");
            }
        }
        at++;
        return list;
    }

    private String text(char quote) throws ModelLoadException {
        int end = quote == '\'' || quote == '"' ? header.indexOf(quote, at + 1) : -1;
        if (end < 0 || header.substring(at, end).indexOf('\\') >= 0) {
            throw damaged("a text in its header is none");
        }
        String text = header.substring(at + 1, end);
        at = end + 1;
        return text;
    }

    private Object word() throws ModelLoadException {
        int from = at;
        while (at < header.length() && Character.isLetterOrDigit(header.charAt(at))) {
            at++;
        }
        String word = header.substring(from, at);
        if (word.equals("True") || word.equals("False")) {
            return word.equals("True");
        }
        if (!word.matches("[0-9]{1,18}L?")) {
            throw damaged("its header is no literal");
        }
        return Long.parseLong(word.replace("L", ""));
    }

    private void expect(char wanted) throws ModelLoadException {
        if (peek() != wanted) {
            throw damaged("its header is no literal");
        }
        at++;
    }

    private char peek() throws ModelLoadException {
        if (at >= header.length()) {
            throw damaged("its header ends early");
        }
        return header.charAt(at);
    }

    private void blanks() {
        while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
            at++;
        }
    }

    private static ModelLoadException damaged(String how) {
        return new ModelLoadException("An .npy file of the model is not read: %s.".formatted(how));
    }
}

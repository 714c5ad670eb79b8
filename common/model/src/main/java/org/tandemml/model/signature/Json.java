package org.tandemml.model.signature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;

/**
 * The JSON inside a signature: small trees of {@code Map}, {@code List}, {@code String}, {@code
 * Boolean}, {@link Number} and null, numbers kept as they were written. Written as Python's {@code
 * json.dumps} writes, ASCII only, so that a signature that went through here is the same text.
 */
final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_LENGTH = 8 << 20;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(400)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private Json() {}

    /** A number, as its text. */
    record Number(String text) {}

    /**
     * Reads one JSON value.
     *
     * @param what what the text is, for the message
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is not JSON, too long or too
     *     deep
     */
    static @Nullable Object parse(String what, String text) {
        if (text.length() > MAX_LENGTH) {
            throw TandemException.invalid(
                    "The " + what + " is longer than " + MAX_LENGTH + " characters.");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw TandemException.invalid("The " + what + " goes on after its JSON value.");
            }
            return value;
        } catch (IOException malformed) {
            throw new TandemException(
                    org.tandemml.model.ErrorCode.INVALID_PARAMETER_VALUE,
                    "The "
                            + what
                            + " is not valid JSON, or is nested deeper than "
                            + MAX_DEPTH
                            + ".",
                    malformed);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw TandemException.invalid("A JSON text is empty.");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    /** Writes a tree. */
    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                string(text, String.valueOf(entry.getKey()));
                text.append(": ");
                write(text, entry.getValue());
                separator = ", ";
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            String separator = "";
            for (Object element : list) {
                text.append(separator);
                write(text, element);
                separator = ", ";
            }
            text.append(']');
        } else if (value instanceof String string) {
            string(text, string);
        } else if (value instanceof Number number) {
            text.append(number.text());
        } else {
            text.append(value);
        }
    }

    private static void string(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}

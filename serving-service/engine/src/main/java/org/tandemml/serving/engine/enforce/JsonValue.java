package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value of no declared type. The parser's limit on depth bounds the recursion. */
final class JsonValue {
    private JsonValue() {}

    /**
     * Reads a value.
     *
     * @return {@code Boolean}, {@code Long}, {@code java.math.BigInteger} beyond it, {@code
     *     Double}, {@code String}, {@code List}, {@code Map} or null
     */
    static @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT ->
                    NumberToken.isLong(parser)
                            ? (Object) parser.getLongValue()
                            : parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parser.getText();
            case START_ARRAY -> readArray(parser);
            case START_OBJECT -> readObject(parser);
            default -> null;
        };
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(read(parser, token));
        }
        return items;
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            entries.put(name, read(parser, parser.nextToken()));
        }
        return entries;
    }
}

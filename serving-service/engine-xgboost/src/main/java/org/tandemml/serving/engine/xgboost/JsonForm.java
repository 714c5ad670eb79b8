package org.tandemml.serving.engine.xgboost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.JsonMistake;
import org.tandemml.serving.engine.ModelLoadException;

/** Reads a model document in JSON. Fractions are binary32, as in XGBoost's own reader. */
final class JsonForm {
    static final int MAX_DEPTH = 64;
    private static final int MAX_DIGITS = 200;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_DIGITS)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private JsonForm() {}

    static Value read(byte[] file) throws ModelLoadException {
        try (JsonParser parser = JSON.createParser(file)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new ModelLoadException(
                        "The XGBoost model file goes on after its JSON document.");
            }
            return new Value(value, "");
        } catch (IOException malformed) {
            throw new ModelLoadException(
                    "The XGBoost model file is not valid JSON" + JsonMistake.place(malformed) + ".",
                    malformed);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            Items items = new Items();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonToken item = parser.currentToken();
                if (item != null && (item.isNumeric() || item.isBoolean())) {
                    items.add(number(parser));
                } else {
                    items.addOther(value(parser));
                }
            }
            return items.finish();
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token != null && (token.isNumeric() || token.isBoolean())) {
            return number(parser);
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        throw new IOException("it ends too early");
    }

    private static double number(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            case VALUE_NUMBER_INT -> parser.getDoubleValue();
            default -> parser.getFloatValue();
        };
    }
}

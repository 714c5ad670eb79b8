package org.tandemml.serving.engine.lightgbm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Inputs;

/**
 * The categories of pandas columns, which the Python package appends to the file as JSON: a list of
 * values for each column of pandas' type {@code category}, in the order of the columns. The code of
 * a value is its place in the list.
 */
final class PandasCategories {
    private static final JsonFactory JSON = new JsonFactory();

    private PandasCategories() {}

    /** The categories by feature; empty if the file has none. */
    static Map<Integer, Inputs.Categories> of(ModelText text, int features)
            throws ModelLoadException {
        String json = text.pandasCategories();
        if (json == null || json.strip().equals("null") || json.strip().equals("[]")) {
            return Map.of();
        }
        List<Inputs.Categories> lists = read(json);
        int[] columns = columns(text.categoricalColumns(), features);
        if (lists.isEmpty()) {
            return Map.of();
        }
        if (columns.length != lists.size()) {
            throw new ModelLoadException(
                    ("pandas_categorical has the categories of %d columns, the parameter"
                                    + " categorical_feature names %d: which are which is not said.")
                            .formatted(lists.size(), columns.length));
        }
        Map<Integer, Inputs.Categories> byFeature = new HashMap<>();
        for (int i = 0; i < columns.length; i++) {
            byFeature.put(columns[i], lists.get(i));
        }
        return byFeature;
    }

    private static int[] columns(@org.jspecify.annotations.Nullable String parameter, int features)
            throws ModelLoadException {
        if (parameter == null || parameter.isEmpty()) {
            return new int[0];
        }
        String[] words = parameter.split(",", -1);
        int[] columns = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                columns[i] = Integer.parseInt(words[i].strip());
            } catch (NumberFormatException malformed) {
                throw new ModelLoadException(
                        "The parameter categorical_feature must hold numbers of columns.",
                        malformed);
            }
            if (columns[i] < 0 || columns[i] >= features) {
                throw new ModelLoadException(
                        "The parameter categorical_feature names column %d; there are %d."
                                .formatted(columns[i], features));
            }
        }
        java.util.Arrays.sort(columns);
        return columns;
    }

    private static List<Inputs.Categories> read(String json) throws ModelLoadException {
        List<Inputs.Categories> lists = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser.nextToken() == JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken() == JsonToken.START_ARRAY);
                Map<String, Integer> texts = new HashMap<>();
                Map<Double, Integer> numbers = new HashMap<>();
                int code = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonToken token = parser.currentToken();
                    expect(token != null && token.isScalarValue());
                    if (token == JsonToken.VALUE_STRING) {
                        texts.put(parser.getText(), code);
                    } else if (token != null && token.isNumeric()) {
                        numbers.put(parser.getDoubleValue() + 0.0, code);
                    } else if (token != null && token.isBoolean()) {
                        numbers.put(token == JsonToken.VALUE_TRUE ? 1.0 : 0.0, code);
                    }
                    code++;
                }
                lists.add(Inputs.Categories.open(texts, numbers));
            }
            return lists;
        } catch (IOException malformed) {
            throw new ModelLoadException(
                    "The line pandas_categorical is not a JSON list of lists.", malformed);
        }
    }

    private static void expect(boolean holds) throws ModelLoadException {
        if (!holds) {
            throw new ModelLoadException(
                    "The line pandas_categorical is not a JSON list of lists of values.");
        }
    }
}

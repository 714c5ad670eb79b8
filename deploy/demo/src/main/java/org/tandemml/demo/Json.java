package org.tandemml.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The few JSON texts of the demo. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new DemoException("Not JSON: " + text, malformed);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A body for {@code /invocations}: rows by columns, as MLflow's clients send them. */
    static ObjectNode split(
            List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        ObjectNode body = object();
        ObjectNode split = body.putObject("dataframe_split");
        columns.forEach(split.putArray("columns")::add);
        ArrayNode data = split.putArray("data");
        for (List<? extends @Nullable Object> row : rows) {
            ArrayNode cells = data.addArray();
            row.forEach(cells::addPOJO);
        }
        return body;
    }
}

package org.tandemml.e2e;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.zoo.ZooModel;

/** The same rows in each form that a client may send them in. */
final class InputForms {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private InputForms() {}

    /**
     * A request.
     *
     * @param name of the form
     * @param contentType of the body
     * @param kept whether it is the file as it is
     */
    record Form(String name, String contentType, byte[] body, boolean kept) {}

    /** As they are kept first; rows of columns also as records, as columns and as CSV. */
    static List<Form> of(ZooModel model) throws IOException {
        byte[] kept = Files.readAllBytes(model.folder().resolve("input.json"));
        JsonNode body = JSON.readTree(kept);
        List<Form> forms = new ArrayList<>();
        forms.add(new Form(body.fieldNames().next(), "application/json", kept, true));
        JsonNode split = body.path("dataframe_split");
        if (split.isObject()) {
            forms.add(json("dataframe_records", records(split)));
            forms.add(json("inputs", columns(split)));
            Path csv = model.folder().resolve("input.csv");
            if (Files.exists(csv)) {
                forms.add(new Form("csv", "text/csv", Files.readAllBytes(csv), false));
            }
        }
        return forms;
    }

    private static Form json(String name, byte[] body) {
        return new Form(name, "application/json", body, false);
    }

    private static byte[] records(JsonNode split) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode records = body.putArray("dataframe_records");
        for (JsonNode row : split.path("data")) {
            ObjectNode each = records.addObject();
            for (int i = 0; i < row.size(); i++) {
                each.set(split.path("columns").path(i).asText(), row.get(i));
            }
        }
        return JSON.writeValueAsBytes(body);
    }

    private static byte[] columns(JsonNode split) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode columns = body.putObject("inputs");
        for (int i = 0; i < split.path("columns").size(); i++) {
            ArrayNode cells = columns.putArray(split.path("columns").path(i).asText());
            for (JsonNode row : split.path("data")) {
                cells.add(row.get(i));
            }
        }
        return JSON.writeValueAsBytes(body);
    }
}

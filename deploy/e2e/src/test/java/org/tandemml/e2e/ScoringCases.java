package org.tandemml.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests of the scoring test; the form of the file is told at its top. */
final class ScoringCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SCALARS =
            List.of(
                    "boolean",
                    "integer",
                    "long",
                    "float",
                    "double",
                    "string",
                    "datetime",
                    "binary");
    private static final List<String> NESTED =
            List.of(
                    "array-long",
                    "array-double",
                    "array-string",
                    "array-array",
                    "object",
                    "map",
                    "any");

    private ScoringCases() {}

    static List<DifferentialCase> read(Path file) throws IOException {
        List<DifferentialCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("cell ")) {
                String[] cell = line.split(" +", 4);
                for (String type : types(cell[1])) {
                    forms(cell[3]).forEach((f, b) -> cases.add(of(type, f, cell[2], b)));
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                cases.add(unescaped(DifferentialCase.parse(line)));
            }
        }
        if (cases.stream().map(DifferentialCase::name).distinct().count() != cases.size()) {
            throw new IllegalArgumentException("two cases have the same name");
        }
        return cases;
    }

    private static List<String> types(String kind) {
        List<String> types = new ArrayList<>();
        if (!kind.equals("nested")) {
            types.addAll(SCALARS);
        }
        if (!kind.equals("scalar")) {
            types.addAll(NESTED);
        }
        if (kind.equals("nested")) {
            types.addAll(List.of("double", "string"));
        }
        return types;
    }

    private static Map<String, String> forms(String cell) throws JsonProcessingException {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put(
                "split",
                "{\"dataframe_split\":{\"columns\":[\"id\",\"x\"],\"data\":[[7," + cell + "]]}}");
        forms.put("records", "{\"dataframe_records\":[{\"id\":7,\"x\":" + cell + "}]}");
        forms.put("inputs", "{\"inputs\":{\"id\":[7],\"x\":[" + cell + "]}}");
        forms.put("instances", "{\"instances\":[{\"id\":7,\"x\":" + cell + "}]}");
        forms.put("csv", "id,x\n7," + csv(cell) + "\n");
        return forms;
    }

    private static String csv(String cell) throws JsonProcessingException {
        if (cell.startsWith("[") || cell.startsWith("{")) {
            return '"' + cell.replace("\"", "\"\"") + '"';
        }
        return cell.equals("null")
                ? ""
                : cell.startsWith("\"") ? JSON.readValue(cell, String.class) : cell;
    }

    private static DifferentialCase of(String type, String form, String name, String body) {
        return new DifferentialCase(
                type + "-" + form + "-" + name,
                "POST",
                "/models/" + type + "/invocations",
                form.equals("csv") ? "text/csv" : "application/json",
                body,
                Map.of());
    }

    private static DifferentialCase unescaped(DifferentialCase one) {
        String type = String.valueOf(one.contentType());
        String body = String.valueOf(one.body());
        if (type.startsWith("text/csv")) {
            body = body.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
        }
        return new DifferentialCase(one.name(), one.method(), one.path(), type, body, Map.of());
    }
}

package org.tandemml.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /q/openapi} says what is on the wire, the golden answers being the wire. */
@QuarkusTest
class ApiDescriptionTest {
    private static final Path ANSWERS =
            Path.of("src", "test", "resources", "golden", "every-route.json");

    private final ObjectMapper json = new ObjectMapper();
    private JsonNode description;

    @BeforeEach
    void read() throws IOException {
        description =
                json.readTree(
                        RestAssured.get("/q/openapi?format=json").then().extract().asString());
    }

    @Test
    void fieldsAreInSnakeCase() {
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : schemas()) {
            schema.getValue()
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(
                            field -> {
                                if (!field.matches("[a-z0-9]+(_[a-z0-9]+)*")) {
                                    others.add(schema.getKey() + "." + field);
                                }
                            });
        }
        assertThat(others).isEmpty();
    }

    @Test
    void fieldsOfAllAnswersAreDescribedWithTheirTypes() throws IOException {
        List<String> undescribed = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, JsonNode> answer : json.readTree(ANSWERS.toFile()).properties()) {
            JsonNode schema = schemaOf(answer.getKey(), answer.getValue().path("status").asText());
            if (schema.has("$ref")) {
                compare(answer.getKey(), answer.getValue().path("body"), schema, undescribed);
                compared++;
            }
        }
        assertThat(undescribed).isEmpty();
        assertThat(compared).isGreaterThan(60);
    }

    @Test
    void aSecretIsAStringAsOnTheWire() {
        assertThat(description.at("/components/schemas/SecretText/type").asText())
                .isEqualTo("string");
        assertThat(description.at("/components/schemas/SecretText").has("properties")).isFalse();
    }

    @Test
    void callsAreGroupedByWhatTheyAreAboutAndSayHowTheyFail() {
        List<String> gaps = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                JsonNode operation = call.getValue();
                JsonNode tags = operation.path("tags");
                boolean grouped =
                        tags.size() == 1 && tags.path(0).asText().matches("(MLflow|Tandem): .+");
                boolean fails =
                        operation
                                        .at("/responses/default/$ref")
                                        .asText()
                                        .equals("#/components/responses/MlflowError")
                                || operation.path("responses").has("404");
                if (!grouped || !fails || operation.path("summary").asText().isEmpty()) {
                    gaps.add(call.getKey() + " " + path.getKey());
                }
            }
        }
        assertThat(gaps).isEmpty();
        assertThat(description.at("/components/schemas/MlflowError/required"))
                .extracting(JsonNode::asText)
                .containsExactly("error_code", "message");
    }

    private Iterable<Map.Entry<String, JsonNode>> schemas() {
        var schemas = description.at("/components/schemas").properties();
        assertThat(schemas).hasSizeGreaterThan(50);
        return schemas;
    }

    private JsonNode schemaOf(String route, String status) {
        int blank = route.indexOf(' ');
        String path = route.substring(blank + 1).replaceAll("\\{(\\w+):[^}]*}", "{$1}");
        return description
                .path("paths")
                .path(path)
                .path(route.substring(0, blank).toLowerCase(Locale.ROOT))
                .path("responses")
                .path(status)
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private void compare(String where, JsonNode body, JsonNode schema, List<String> undescribed) {
        JsonNode known = schema;
        while (known.has("$ref")) {
            known = description.at(known.path("$ref").asText().substring(1));
        }
        if (body.isObject()) {
            for (Map.Entry<String, JsonNode> field : body.properties()) {
                JsonNode property = known.path("properties").path(field.getKey());
                JsonNode described =
                        property.isMissingNode() ? known.path("additionalProperties") : property;
                String at = where + "." + field.getKey();
                if (described.isMissingNode()) {
                    undescribed.add(at);
                } else {
                    compare(at, field.getValue(), described, undescribed);
                }
            }
        } else if (body.isArray()) {
            for (JsonNode element : body) {
                compare(where + "[]", element, known.path("items"), undescribed);
            }
        } else if (!fits(body, known.path("type").asText())) {
            undescribed.add(where + " is no " + known.path("type").asText());
        }
    }

    /** Golden files have times as text. */
    private static boolean fits(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber() || value.asText().equals("<time>");
            case "number" -> value.isNumber();
            default -> false;
        };
    }
}

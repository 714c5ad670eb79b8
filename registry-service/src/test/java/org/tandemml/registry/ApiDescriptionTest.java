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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.security.ApiRoutes;

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
        forEachOperation(
                (where, operation) -> {
                    JsonNode tags = operation.path("tags");
                    boolean grouped =
                            tags.size() == 1
                                    && tags.path(0).asText().matches("(MLflow|Tandem): .+");
                    boolean fails =
                            operation
                                            .at("/responses/default/$ref")
                                            .asText()
                                            .equals("#/components/responses/MlflowError")
                                    || operation.path("responses").has("404");
                    if (!grouped || !fails || operation.path("summary").asText().isEmpty()) {
                        gaps.add(where);
                    }
                });
        assertThat(gaps).isEmpty();
        assertThat(description.at("/components/schemas/MlflowError/required"))
                .extracting(JsonNode::asText)
                .containsExactly("error_code", "message");
    }

    @Test
    void queriesHaveTheFieldsThatAreReadFromThem() {
        ApiRoutes.Requests requests = new ApiRoutes.Requests();
        Map<String, List<String>> read = new TreeMap<>();
        Map<String, List<String>> described = new TreeMap<>();
        for (ApiRoutes.ApiRoute route : ApiRoutes.all()) {
            JsonNode operation = operation(route.toString());
            if (operation.isMissingNode() || operation.has("requestBody")) {
                continue;
            }
            Optional<Class<?>> request = requests.of(route);
            if (request.isEmpty()) {
                continue;
            }
            read.put(
                    route.toString(),
                    Stream.of(request.get().getRecordComponents())
                            .map(c -> c.getName().replaceAll("([A-Z])", "_$1"))
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList());
            described.put(
                    route.toString(),
                    operation
                            .path("parameters")
                            .valueStream()
                            .filter(p -> p.path("in").asText().equals("query"))
                            .map(p -> p.path("name").asText())
                            .sorted()
                            .toList());
        }
        assertThat(described).hasSizeGreaterThan(20).isEqualTo(read);
    }

    @Test
    void variablesOfPathsAreDescribed() {
        List<String> gaps = new ArrayList<>();
        forEachOperation(
                (where, operation) -> {
                    List<String> described =
                            operation
                                    .path("parameters")
                                    .valueStream()
                                    .filter(p -> p.path("in").asText().equals("path"))
                                    .filter(p -> p.path("required").asBoolean())
                                    .map(p -> p.path("name").asText())
                                    .toList();
                    Matcher variable = Pattern.compile("\\{(\\w+)}").matcher(where);
                    while (variable.find()) {
                        if (!described.contains(variable.group(1))) {
                            gaps.add(where + " " + variable.group(1));
                        }
                    }
                });
        assertThat(gaps).isEmpty();
    }

    @Test
    void operationsAreNamedByVerbAndNoun() {
        List<String> names = new ArrayList<>();
        forEachOperation((where, operation) -> names.add(operation.path("operationId").asText()));
        assertThat(names)
                .hasSizeGreaterThan(70)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+([A-Z][a-z]+)+"))
                .contains("createRun", "searchRuns", "logBatch", "getModelVersionByAlias");
    }

    @Test
    void schemasAreNamedByWords() {
        assertThat(schemas())
                .extracting(Map.Entry::getKey)
                .allMatch(name -> name.matches("([A-Z][a-z]+)+"))
                .contains("CreateRun", "CreateExperiment", "RunInfo", "ModelVersion");
    }

    private void forEachOperation(BiConsumer<String, JsonNode> look) {
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                look.accept(call.getKey() + " " + path.getKey(), call.getValue());
            }
        }
    }

    private Iterable<Map.Entry<String, JsonNode>> schemas() {
        var schemas = description.at("/components/schemas").properties();
        assertThat(schemas).hasSizeGreaterThan(50);
        return schemas;
    }

    /**
     * @param route a method and a path
     */
    private JsonNode operation(String route) {
        int blank = route.indexOf(' ');
        String path = route.substring(blank + 1).replaceAll("\\{(\\w+):[^}]*}", "{$1}");
        return description
                .path("paths")
                .path(path)
                .path(route.substring(0, blank).toLowerCase(Locale.ROOT));
    }

    private JsonNode schemaOf(String route, String status) {
        return operation(route)
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

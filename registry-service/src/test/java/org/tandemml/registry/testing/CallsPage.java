package org.tandemml.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The calls of an OpenAPI description below a path, and the page of the documentation on them. */
public final class CallsPage {
    private static final String HEAD =
            """
            # Calls beyond MLflow's

            All calls of MLflow's REST API are at MLflow's own paths. Below are those that only Tandem has, taken from `/q/openapi` of registry-service, where `/q/swagger-ui` shows them all. Their errors are `application/problem+json` (RFC 9457) with MLflow's `error_code`.
            """;

    private final List<Call> calls;

    private CallsPage(List<Call> calls) {
        this.calls = calls;
    }

    private record Call(String method, String path, JsonNode operation) {
        String name() {
            return method + " " + path;
        }

        String text(String field) {
            return operation.path(field).asText("");
        }
    }

    /** The calls whose path begins so, in the order of the description. */
    public static CallsPage of(JsonNode description, String prefix) {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            if (path.getKey().startsWith(prefix)) {
                for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                    String method = call.getKey().toUpperCase(Locale.ROOT);
                    calls.add(new Call(method, path.getKey(), call.getValue()));
                }
            }
        }
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("no calls below " + prefix);
        }
        return new CallsPage(calls);
    }

    /** What the description does not say of them. */
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (Call call : calls) {
            require(gaps, call, "no summary", !call.text("summary").isBlank());
            require(gaps, call, "no description", !call.text("description").isBlank());
            for (JsonNode parameter : call.operation().path("parameters")) {
                String name = parameter.path("name").asText();
                require(
                        gaps,
                        call,
                        name + " is not described",
                        parameter.hasNonNull("description"));
                require(gaps, call, name + " has no example", parameter.hasNonNull("example"));
            }
            boolean error = false;
            boolean example = false;
            for (Map.Entry<String, JsonNode> answer : answers(call)) {
                String status = answer.getKey();
                require(
                        gaps,
                        call,
                        status + " is not described",
                        answer.getValue().path("description").asText().length() > 2);
                error |= status.startsWith("4");
                example |= status.startsWith("2") && !examples(answer.getValue()).isEmpty();
            }
            require(gaps, call, "no errors", error);
            require(gaps, call, "no example of an answer", example);
        }
        return gaps;
    }

    private static void require(List<String> gaps, Call call, String gap, boolean closed) {
        if (!closed) {
            gaps.add(call.name() + ": " + gap);
        }
    }

    private static List<Map.Entry<String, JsonNode>> answers(Call call) {
        return List.copyOf(call.operation().path("responses").properties());
    }

    private static List<JsonNode> examples(JsonNode answer) {
        List<JsonNode> examples = new ArrayList<>();
        for (JsonNode content : answer.path("content")) {
            content.path("examples").forEach(example -> examples.add(example.path("value")));
        }
        return examples;
    }

    /** The page. */
    public String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Call call : calls) {
            page.append("\n## `").append(call.name()).append("`\n\n");
            page.append(call.text("summary")).append(".\n\n");
            page.append(call.text("description")).append("\n\n");
            page.append("| parameter | in | meaning | example |\n|---|---|---|---|\n");
            for (JsonNode parameter : call.operation().path("parameters")) {
                page.append(
                        "| `%s` | %s | %s | `%s` |%n"
                                .formatted(
                                        parameter.path("name").asText(),
                                        parameter.path("in").asText(),
                                        parameter.path("description").asText(),
                                        parameter.path("example").asText()));
            }
            page.append("\n| status | meaning |\n|---|---|\n");
            for (Map.Entry<String, JsonNode> answer : answers(call)) {
                page.append(
                        "| %s | %s |%n"
                                .formatted(
                                        answer.getKey(),
                                        answer.getValue().path("description").asText()));
            }
            for (Map.Entry<String, JsonNode> answer : answers(call)) {
                for (JsonNode example : examples(answer.getValue())) {
                    page.append("\nAn answer with status ").append(answer.getKey());
                    page.append(":\n\n```json\n").append(example.toPrettyString());
                    page.append("\n```\n");
                }
            }
        }
        return page.toString();
    }
}

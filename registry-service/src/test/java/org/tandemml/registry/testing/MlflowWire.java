package org.tandemml.registry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application under test as an MLflow client does. Paths are those after {@code
 * /api/2.0/mlflow/}; bodies are maps of plain values, or JSON text. Safe for several threads.
 */
public final class MlflowWire {
    private static final String PREFIX = "/api/2.0/mlflow/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer. */
    public record Answer(int status, String text) {
        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException noJson) {
                throw new AssertionError("No JSON: " + status + " " + text, noJson);
            }
        }

        /** A value of the body as text, by JSON pointer; empty if it is absent. */
        public String at(String pointer) {
            return json().at(pointer).asText();
        }

        /** The same answer, which must be a success. */
        public Answer ok() {
            assertThat(status).as(text).isEqualTo(200);
            return this;
        }

        /** Requires an error with this status, word and part of the message. */
        public void refused(int expectedStatus, String errorCode, String message) {
            assertThat(status).as(text).isEqualTo(expectedStatus);
            assertThat(at("/error_code")).as(text).isEqualTo(errorCode);
            assertThat(at("/message")).contains(message);
        }

        /** Requires 400 {@code INVALID_PARAMETER_VALUE} with this in its message. */
        public void invalid(String message) {
            refused(400, "INVALID_PARAMETER_VALUE", message);
        }

        /** Requires 404 {@code RESOURCE_DOES_NOT_EXIST}. */
        public void notFound() {
            refused(404, "RESOURCE_DOES_NOT_EXIST", "not found");
        }
    }

    /** GET with a query; a list as value repeats its key. */
    public Answer get(String path, Map<String, ?> query) {
        List<String> parts = new ArrayList<>();
        query.forEach(
                (key, value) -> {
                    for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                        parts.add(
                                key
                                        + "="
                                        + URLEncoder.encode(
                                                one.toString(), StandardCharsets.UTF_8));
                    }
                });
        return send("GET", PREFIX + path + "?" + String.join("&", parts), null);
    }

    /** POST with a JSON body. */
    public Answer post(String path, Object body) {
        return send("POST", PREFIX + path, body);
    }

    /** PATCH with a JSON body. */
    public Answer patch(String path, Object body) {
        return send("PATCH", PREFIX + path, body);
    }

    /** DELETE with a JSON body. */
    public Answer delete(String path, Object body) {
        return send("DELETE", PREFIX + path, body);
    }

    /** Any call; the path is the whole one, a null body is none. */
    public Answer send(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + RestAssured.port + path));
            if (body == null) {
                request.method(method, BodyPublishers.noBody());
            } else {
                String json = body instanceof String text ? text : JSON.writeValueAsString(body);
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json));
            }
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

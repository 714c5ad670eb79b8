package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.RawHttp;

/** What strangers' web pages cannot do with a visitor's browser. */
@QuarkusTest
class BrowserRulesTest {
    private static final String CREATE = "/api/2.0/mlflow/experiments/create";
    private static final String JSON = "Content-Type: application/json";

    private final MlflowWire wire = new MlflowWire();
    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(RestAssured.port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/experiments/get?experiment_id=0",
                "/ajax-api/2.0/mlflow/experiments/get?experiment_id=0",
                "/get-artifact?run_id=x&path=y",
                "/q/metrics",
                "/metrics",
                "/q/openapi",
                "/q/swagger-ui/",
                "/q/info",
                "/healthy",
                "/nothing",
                "/"
            })
    void aHostThatIsNotOursIsRefusedEverywhere(String path) throws IOException {
        for (String host : List.of("evil.example.org", "evil.example.org:5000", "8.8.8.8")) {
            RawHttp.Answer answer = http.send("GET", path, host(host));
            assertThat(answer.status()).as(host + path).isEqualTo(403);
            assertThat(answer.text()).contains("PERMISSION_DENIED", "TANDEM_ALLOWED_HOSTS");
        }
    }

    @Test
    void aRequestNamesOneHost() throws IOException {
        String[] both = {"Host: localhost", "Host: evil.example.org"};
        assertThat(http.send("GET", "/q/openapi", both).status()).isIn(400, 403);
        assertThat(http.send("GET", "/q/openapi", "Host:").status()).isIn(400, 403);
        assertThat(http.send("GET", "/q/openapi", "Host: a b").status()).isIn(400, 403);
    }

    /** As a proxy is asked; the header does not count then. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost/q/openapi, 200",
        "http://localhost:1/q/openapi, 200",
        "http://evil.example.org/q/openapi, 403",
        "http://evil.example.org:5000/api/2.0/mlflow/experiments/get?experiment_id=0, 403",
        "http://localhost@evil.example.org/q/openapi, 403",
        "https://evil.example.org?/q/openapi, 403"
    })
    void aTargetThatIsAWholeUriNamesTheHost(String target, int status) throws IOException {
        assertThat(http.send("GET", target, host("localhost")).status()).isEqualTo(status);
        assertThat(http.send("GET", "/q/openapi", host("localhost")).status()).isEqualTo(200);
        assertThat(http.send("GET", target, host("localhost")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health", "/version", "/q/health", "/q/health/live", "/q/health/ready"})
    void probesAnswerUnderAnyName(String path) throws IOException {
        assertThat(http.send("GET", path, host("pod.cluster.example")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.org", "null", "http://localhost.evil.example.org"})
    void aForeignPageChangesNothing(String origin) throws IOException {
        String name = "from " + origin.replaceAll("[:/]", "_");
        byte[] body = ("{\"name\": \"" + name + "\"}").getBytes();
        RawHttp.Answer answer = http.send("POST", CREATE, body, JSON, "Origin: " + origin);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("PERMISSION_DENIED", "TANDEM_CORS_ALLOWED_ORIGINS");
        wire.get("experiments/get-by-name", Map.of("experiment_name", name))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "");

        RawHttp.Answer preflight =
                http.send(
                        "OPTIONS",
                        CREATE,
                        "Origin: " + origin,
                        "Access-Control-Request-Method: POST");
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aForeignPageReadsNothing() throws IOException {
        RawHttp.Answer answer =
                http.send(
                        "GET",
                        "/api/2.0/mlflow/experiments/get?experiment_id=0",
                        "Origin: https://evil.example.org");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Vary")).hasValue("Origin");
    }

    @Test
    void anOwnPageMayCall() throws IOException {
        String origin = "http://localhost:3000";
        byte[] body = "{\"max_results\": 1}".getBytes();
        RawHttp.Answer answer =
                http.send(
                        "POST",
                        "/ajax-api/2.0/mlflow/experiments/search",
                        body,
                        JSON,
                        "Origin: " + origin);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue(origin);

        RawHttp.Answer preflight =
                http.send(
                        "OPTIONS",
                        CREATE,
                        "Origin: " + origin,
                        "Access-Control-Request-Method: PATCH",
                        "Access-Control-Request-Headers: content-type, if-match");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Methods").orElse("")).contains("PATCH");
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .hasValue("content-type, if-match");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/2.0/mlflow/experiments/create",
        "POST, /ajax-api/2.0/mlflow/experiments/create",
        "PATCH, /api/2.0/mlflow/registered-models/update",
        "DELETE, /api/2.0/mlflow/registered-models/delete",
        "POST, /api/2.0/mlflow/runs/log-batch"
    })
    void onlyJsonIsTakenForJson(String method, String path) throws IOException {
        byte[] body = "{\"name\": \"by a form\"}".getBytes();
        for (String type :
                List.of(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "application/jsonx",
                        "*/*",
                        "garbage",
                        " ",
                        "")) {
            String[] headers =
                    type.isEmpty() ? new String[0] : new String[] {"Content-Type: " + type};
            RawHttp.Answer answer = http.send(method, path, body, headers);
            assertThat(answer.status()).as(type + answer.text()).isEqualTo(400);
            assertThat(answer.text()).contains("application/json");
        }
        wire.get("experiments/get-by-name", Map.of("experiment_name", "by a form"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "");
    }

    @Test
    void jsonMayNameItsCharset() throws IOException {
        byte[] body = "{\"max_results\": 1}".getBytes();
        RawHttp.Answer answer =
                http.send(
                        "POST",
                        "/api/2.0/mlflow/experiments/search",
                        body,
                        "Content-Type: application/json; charset=utf-8");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/experiments/get?experiment_id=0",
                "/api/2.0/mlflow/nothing",
                "/health",
                "/q/metrics",
                "/q/swagger-ui/",
                "/nothing"
            })
    void everyAnswerIsNeitherFramedNorGuessedNorRun(String path) throws IOException {
        RawHttp.Answer answer = http.send("GET", path);
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("X-Frame-Options")).hasValue("SAMEORIGIN");
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .contains("default-src", "frame-ancestors");
    }

    private static String host(String host) {
        return "Host: " + host;
    }
}

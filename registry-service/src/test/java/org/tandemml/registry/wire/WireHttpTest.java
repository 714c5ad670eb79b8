package org.tandemml.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.RawHttp;

/** What is common to all calls, over HTTP. */
@QuarkusTest
class WireHttpTest {
    private final MlflowWire wire = new MlflowWire();

    /** Sends a path that an HTTP client would refuse to send. */
    private static Answer getRaw(String path) throws IOException {
        RawHttp.Answer answer = new RawHttp(RestAssured.port).send("GET", path);
        return new Answer(answer.status(), answer.text());
    }

    @Test
    void everyCallHasATwinForBrowsers() {
        String query = "2.0/mlflow/experiments/get?experiment_id=0";
        Answer answer = wire.send("GET", "/api/" + query, null).ok();
        assertThat(wire.send("GET", "/ajax-api/" + query, null)).isEqualTo(answer);
        assertThat(
                        wire.send(
                                        "GET",
                                        "/ajax-api/2.0/mlflow/experiments/get-by-name"
                                                + "?experiment_name=a%2Fb%26c",
                                        null)
                                .at("/message"))
                .contains("'a/b&c'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/mlflow/nothing",
                "/api/2.0/mlflow/experiments/nothing",
                "/api/9.9/mlflow/experiments/get",
                "/ajax-api/2.0/mlflow/nothing",
                "/nothing"
            })
    void anUnknownPathIsNotFound(String path) {
        wire.send("GET", path, null).refused(404, "ENDPOINT_NOT_FOUND", "");
    }

    @Test
    void aMethodThatAPathDoesNotTakeIsRefused() {
        assertThat(wire.send("PUT", "/api/2.0/mlflow/experiments/create", "{}").status())
                .isEqualTo(405);
        assertThat(wire.send("GET", "/api/2.0/mlflow/experiments/create", null).status())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%"})
    void aUriThatIsMalformedIs400InMlflowsForm(String value) throws Exception {
        for (String path :
                List.of(
                        "/api/2.0/mlflow/experiments/get-by-name?experiment_name=",
                        "/ajax-api/2.0/mlflow/experiments/get-by-name?experiment_name=",
                        "/get-artifact?path=",
                        "/api/2.0/mlflow-artifacts/artifacts/",
                        "/health?x=")) {
            getRaw(path + value).refused(400, "BAD_REQUEST", "malformed at");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%c3%28", "%00", "%ed%a0%80", "a%00b"})
    void aQueryThatIsNoTextIsTheCallersMistake(String value) throws Exception {
        for (String path : List.of("/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/")) {
            Answer answer = getRaw(path + "experiments/get-by-name?experiment_name=" + value);
            assertThat(answer.status()).as(answer.text()).isBetween(400, 404);
            assertThat(answer.at("/error_code")).isNotEmpty();
        }
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        String tooLarge = "{\"name\":\"" + "n".repeat(33 << 20) + "\"}";
        Answer answer = wire.post("experiments/create", tooLarge);
        answer.refused(413, "RESOURCE_LIMIT_EXCEEDED", "TANDEM_MAX_JSON_BODY");
    }

    @Test
    void jsonThatIsDeepIsRefused() {
        wire.post("experiments/create", "{\"x\":" + "[".repeat(100_000))
                .refused(400, "BAD_REQUEST", "nested");
    }

    @Test
    void aGetTakesNoTrickFromARepeatedField() {
        assertThat(
                        wire.get("experiments/get", Map.of("experiment_id", List.of("abc", "0")))
                                .ok()
                                .at("/experiment/experiment_id"))
                .isEqualTo("0");
    }
}

package org.tandemml.registry.probe;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProbeResourceTest {
    @Test
    void healthIsMlflows() {
        get("/health")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/html"))
                .body(equalTo("OK"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/version", "/q/health/ready"})
    void probesAnswerWhateverIsAccepted(String path) {
        for (String accepted : List.of("application/json", "text/plain", "image/png", "garbage")) {
            given().header("Accept", accepted).get(path).then().statusCode(200);
        }
    }

    @Test
    void versionIsMlflowsAndOursIsAHeader() {
        get("/version")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/plain"))
                .header("Tandem-Version", not(blankOrNullString()))
                .body(equalTo("3.18.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/3.0/mlflow/server-info", "/ajax-api/3.0/mlflow/server-info"})
    void serverInfoSaysWhatNewerClientsAsk(String path) {
        get(path)
                .then()
                .statusCode(200)
                .body("store_type", equalTo("SqlStore"))
                .body("workspaces_enabled", equalTo(false))
                .body("trace_archival_enabled", equalTo(false))
                .body("multipart_uploads_enabled", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/q/metrics"})
    void metricsAreAtBothPaths(String path) {
        get(path).then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/ready", "/q/openapi", "/q/metrics"})
    void theFrameworksPathsAreOnlyRead(String path) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO")) {
            given().request(method, path)
                    .then()
                    .statusCode(405)
                    .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                    .body(containsString("GET, HEAD, OPTIONS"));
        }
    }

    @Test
    void readinessNamesTheDatabase() {
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("database"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/openapi", "/q/swagger-ui/"})
    void theOtherBarePathsAnswer(String path) {
        get(path).then().statusCode(200);
    }
}

package org.tandemml.registry.modelversion;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.TrackingWire;

/** Our own call for a manifest, and the form of its errors. */
@QuarkusTest
class ManifestWireTest {
    private static final String API = "/api/tandem/v1/registered-models/";
    private static final String PROBLEM = "application/problem+json";

    private final MlflowWire wire = new MlflowWire();

    private void register(String name) {
        String run = new TrackingWire(wire).runOf(name);
        String uri = wire.get("runs/get", Map.of("run_id", run)).ok().at("/run/info/artifact_uri");
        given().body("flavors: {}")
                .put(
                        uri.replace("mlflow-artifacts:", "/api/2.0/mlflow-artifacts/artifacts")
                                + "/model/MLmodel")
                .then()
                .statusCode(200);
        wire.post("registered-models/create", Map.of("name", name)).ok();
        wire.post(
                        "model-versions/create",
                        Map.of("name", name, "source", "runs:/" + run + "/model"))
                .ok();
    }

    @Test
    void theDigestIsTheEntityTag() {
        register("manifest of a model");
        String path = API + "manifest%20of%20a%20model/versions/1/manifest";
        String digest =
                given().urlEncodingEnabled(false)
                        .get(path)
                        .then()
                        .statusCode(200)
                        .contentType("application/json")
                        .header("Cache-Control", "no-cache")
                        .header("ETag", startsWith("\"sha256:"))
                        .extract()
                        .path("digest");
        Golden.assertMatches("model-versions/manifest", wire.send("GET", path, null).ok().json());

        for (String known : new String[] {"\"" + digest + "\"", "\"x\", \"" + digest + "\"", "*"}) {
            given().urlEncodingEnabled(false)
                    .header("If-None-Match", known)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", "\"" + digest + "\"")
                    .body(equalTo(""));
        }
        given().urlEncodingEnabled(false)
                .header("If-None-Match", "\"sha256:0\"")
                .get(path)
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "none/versions/1/manifest, 404, RESOURCE_DOES_NOT_EXIST, not found",
        "none/versions/99999999999/manifest, 404, RESOURCE_DOES_NOT_EXIST, not found",
        "none/versions/one/manifest, 400, INVALID_PARAMETER_VALUE, one",
        "none/versions/1/nothing, 404, ENDPOINT_NOT_FOUND, No such path",
        "none, 404, ENDPOINT_NOT_FOUND, No such path"
    })
    void errorsAreProblems(String path, int status, String errorCode, String detail) {
        given().get(API + path)
                .then()
                .statusCode(status)
                .contentType(PROBLEM)
                .body("type", equalTo("about:blank"))
                .body("title", equalTo(status == 404 ? "Not Found" : "Bad Request"))
                .body("status", equalTo(status))
                .body("detail", containsString(detail))
                .body("error_code", equalTo(errorCode));
    }

    @ParameterizedTest
    @CsvSource({"/api/tandem", "/api/tandem/", "/api/tandem/v9", "/ajax-api/tandem/v1/none"})
    void anUnknownPathOfOurApiIsAProblem(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("error_code", equalTo("ENDPOINT_NOT_FOUND"));
    }

    @Test
    void anotherMethodIsAProblem() {
        given().post(API + "none/versions/1/manifest")
                .then()
                .statusCode(405)
                .contentType(PROBLEM)
                .body("title", equalTo("Method Not Allowed"));
    }

    @ParameterizedTest
    @CsvSource({"/api/tandemx", "/api/2.0/mlflow/none", "/none"})
    void anyOtherUnknownPathIsMlflowsError(String path) {
        given().get(path).then().statusCode(404).contentType("application/json");
    }

    @Test
    void theCallIsDescribed() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/api/tandem/v1/registered-models/{name}/versions/{version}/manifest'"
                                + ".get.responses.keySet()",
                        equalTo(java.util.Set.of("200", "304", "400", "404", "409")));
    }
}

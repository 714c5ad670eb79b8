package org.tandemml.serving.scoring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.Log;
import org.tandemml.serving.testing.SmallLimits;
import org.tandemml.serving.testing.StubRegistry;
import org.tandemml.serving.testing.StubRegistryResource;

@QuarkusTest
@QuarkusTestResource(StubRegistryResource.class)
@TestProfile(SmallLimits.class)
class InvocationsTest {
    private static final String ROW = "{\"dataframe_split\":{\"columns\":[\"x\"],\"data\":[[2]]}}";

    StubRegistry registry;

    @TestHTTPResource("/")
    URI address;

    @BeforeEach
    void serve() {
        if (registry.versions("churn") == 0) {
            registry.register("churn", FakeModels.adding(1));
            registry.register("churn", FakeModels.adding(40));
            registry.promote("churn", 2, "Production");
            registry.alias("churn", "champion", 1);
            registry.register("fragile", FakeModels.folder("fragile"));
            registry.promote("fragile", 1, "Production");
            registry.register("picky", FakeModels.folder("picky"));
            registry.promote("picky", 1, "Production");
            registry.register("idle", FakeModels.adding(1));
        }
        for (String model :
                new String[] {"churn", "churn/1", "churn/@champion", "fragile", "picky"}) {
            Await.until(model, () -> "READY".equals(state(model)));
        }
    }

    private static String state(String model) {
        var response = given().urlEncodingEnabled(false).get("/models/" + model);
        return response.statusCode() == 200 ? response.path("state") : "";
    }

    private static RequestSpecification plain() {
        return new RequestSpecBuilder()
                .setConfig(
                        RestAssuredConfig.config()
                                .encoderConfig(
                                        EncoderConfig.encoderConfig()
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)))
                .setUrlEncodingEnabled(false)
                .build();
    }

    private static ValidatableResponse post(String path, String type, String body) {
        return given(plain())
                .header("Content-Type", type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .then();
    }

    private static ValidatableResponse post(String path, String body) {
        return post(path, "application/json", body);
    }

    @ParameterizedTest
    @CsvSource({
        "/models/churn/invocations, churn/2, 42.0",
        "/models/churn/Production/invocations, churn/2, 42.0",
        "/models/churn/pRODUCTION/invocations, churn/2, 42.0",
        "/models/churn/1/invocations, churn/1, 3.0",
        "/models/churn/@champion/invocations, churn/1, 3.0"
    })
    void answersWithTheVersionThatThePathNames(String path, String model, String answer) {
        post(path, ROW)
                .statusCode(200)
                .contentType(equalTo("application/json"))
                .header("Tandem-Model", model)
                .header("Tandem-Model-Digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .body(equalTo("{\"predictions\":[" + answer + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "Application/JSON"
            })
    void takesJson(String type) {
        post("/models/churn/invocations", type, ROW).statusCode(200);
    }

    @Test
    void takesCsv() {
        post("/models/churn/invocations", "text/csv", "x\n2\n3\n")
                .statusCode(200)
                .body("predictions", equalTo(java.util.List.of(42.0f, 43.0f)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json; charset=latin-1",
                "application/json; format=pandas-split",
                "multipart/form-data; boundary=x",
                "garbage",
                "a/b/c",
                ";",
                "application/json, text/csv"
            })
    void refusesOtherTypes(String type) {
        post("/models/churn/invocations", type, ROW)
                .statusCode(415)
                .contentType(equalTo("application/json"))
                .body(
                        "message",
                        equalTo(
                                "Unsupported Content-Type '"
                                        + type
                                        + "': expected application/json or text/csv, with no"
                                        + " parameter but charset=utf-8."));
    }

    /** JAX-RS would drop it, and answer. */
    @ParameterizedTest
    @CsvSource({
        "/models/churn/invocations;x, 405",
        "/models/churn/1;x/invocations, 404",
        "/models/churn;x/invocations, 404",
        "/models;x/churn/invocations, 404",
        "/invocations;x=1, 404"
    })
    void whatFollowsASemicolonBelongsToThePath(String path, int status) {
        post(path, ROW).statusCode(status).contentType(equalTo("application/json"));
    }

    @Test
    void refusesCompressedBodies() {
        given(plain())
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .body(ROW.getBytes(StandardCharsets.UTF_8))
                .post("/models/churn/invocations")
                .then()
                .statusCode(400)
                .body("message", containsString("gzip"));
    }

    @Test
    void namesEveryCellThatIsWrong() {
        post(
                        "/models/churn/invocations",
                        "{\"dataframe_split\":{\"columns\":[\"x\"],\"data\":[[\"abc\"],[1],[true]]}}")
                .statusCode(400)
                .header("Tandem-Model", "churn/2")
                .body("error_code", equalTo("INVALID_PARAMETER_VALUE"))
                .body("message", containsString("2 of 3 rows"))
                .body("message", containsString("churn/2"))
                .body("violation_count", equalTo(2))
                .body("violations", hasSize(2))
                .body("violations[0].row", equalTo(0))
                .body("violations[0].column", equalTo("x"))
                .body("violations[0].expected", equalTo("double"))
                .body("violations[0].actual", equalTo("string"))
                .body("violations[0].value", equalTo("abc"))
                .body("violations[0].pointer", equalTo("/dataframe_split/data/0/0"))
                .body("violations[0]", not(hasKey("hint")))
                .body("violations[1].hint", equalTo("send 1 or 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"inputs\":", "null", "\u0000"})
    void refusesWhatIsNoRequest(String body) {
        post("/models/churn/invocations", body)
                .statusCode(400)
                .body("error_code", not(equalTo("")));
    }

    @Test
    void tooManyRowsAre413() {
        post("/models/churn/invocations", "{\"inputs\":{\"x\":[1,2,3,4,5]}}").statusCode(200);
        post("/models/churn/invocations", "{\"inputs\":{\"x\":[1,2,3,4,5,6]}}")
                .statusCode(413)
                .body("error_code", equalTo("RESOURCE_LIMIT_EXCEEDED"));
    }

    @Test
    void tooLargeABodyIs413() {
        post("/models/churn/invocations", " ".repeat(5000))
                .statusCode(413)
                .body("error_code", equalTo("RESOURCE_LIMIT_EXCEEDED"));
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 300_000})
    void tooLargeABodyThatDoesNotSaySoIs413AndNotLogged(int length) throws Exception {
        HttpRequest chunked =
                HttpRequest.newBuilder(URI.create(address + "models/churn/invocations"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(new byte[length])))
                        .build();
        Log log = Log.open();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(chunked, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body())
                    .contains("RESOURCE_LIMIT_EXCEEDED", "4096", "TANDEM_SERVING_MAX_BODY");
            assertThat(log.records()).isEmpty();
        } finally {
            log.close();
        }
    }

    @Test
    void aRowThatTheModelRefusesIsTheCallersMistake() {
        post("/models/picky/invocations", "{\"inputs\":{\"x\":[101]}}")
                .statusCode(400)
                .body("message", containsString("larger than 100"));
    }

    @Test
    void aDefectShowsAnIdAndNothingElse() {
        post("/models/fragile/invocations", "{\"inputs\":{\"x\":[101]}}")
                .statusCode(500)
                .header("Tandem-Model", "fragile/1")
                .body("error_code", equalTo("INTERNAL_ERROR"))
                .body("message", matchesPattern("Internal error, id [0-9a-f-]{36}\\."));
    }

    @Test
    void whatIsNotConfiguredIs404AndNamesWhatIs() {
        post("/models/churn/Staging/invocations", ROW)
                .statusCode(404)
                .body("message", containsString("churn/1"))
                .body("message", containsString("churn/@champion"));
        post("/models/nobody/invocations", ROW)
                .statusCode(404)
                .body("error_code", equalTo("RESOURCE_DOES_NOT_EXIST"));
        post("/models/churn/nonsense/invocations", ROW).statusCode(404);
    }

    @Test
    void whatHasNoVersionInProductionIs503() {
        post("/models/idle/invocations", ROW)
                .statusCode(503)
                .header("Retry-After", "1")
                .body("message", containsString("stage Production"));
    }

    @Test
    void withoutANameThereMustBeOneModel() {
        post("/invocations", ROW).statusCode(400).body("message", containsString("fragile"));
    }

    @Test
    void aRequestMayNotAskForLess() {
        given(plain())
                .header("Content-Type", "application/json")
                .header("Tandem-Enforcement", "mlflow")
                .body(ROW.getBytes(StandardCharsets.UTF_8))
                .post("/models/churn/invocations")
                .then()
                .statusCode(400)
                .body("message", containsString("Tandem-Enforcement"));
    }

    @Test
    void showsWhatIsLoaded() {
        given().get("/models")
                .then()
                .statusCode(200)
                .body("models.name", hasItem("churn"))
                .body("models.ref", hasItem("@champion"));
        given().get("/models/churn")
                .then()
                .body("uri", equalTo("models:/churn/Production"))
                .body("version", equalTo("2"))
                .body("stage", equalTo("Production"))
                .body("state", equalTo("READY"))
                .body("flavor", equalTo("fake"))
                .body("kernel.name", equalTo("addition"))
                .body("kernel.reference", equalTo("arithmetic"))
                .body("kernel.generatedRows", equalTo(3))
                .body("digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .body("loadedAt", matchesPattern("\\d{4}-.*Z"))
                .body("registrySeenAt", matchesPattern("\\d{4}-.*Z"))
                .body("signature.inputs[0].name", equalTo("x"));
        given().get("/models/nobody").then().statusCode(404);
    }

    @Test
    void answersTheProbes() {
        for (String path : new String[] {"/ping", "/health"}) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .contentType(equalTo("application/json"))
                    .body(equalTo("\n"));
        }
        given().get("/version").then().statusCode(200).body(equalTo("3.18.0"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        given().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/metrics"})
    void countsWhatItAnswers(String path) {
        post("/models/churn/invocations", ROW).statusCode(200);

        given().get(path)
                .then()
                .statusCode(200)
                .body(
                        containsString(
                                "tandem_predictions_total{model=\"churn\",status=\"200\",version=\"2\"}"))
                .body(containsString("tandem_prediction_seconds_bucket"))
                .body(containsString("tandem_model_swaps_total"));
    }

    @Test
    void theBaselineIsOffUnlessItIsAskedFor() {
        post("/bench/baseline", ROW).statusCode(404);
    }

    @Test
    void unknownPathsAndMethodsAreJson() {
        given().get("/nowhere")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("ENDPOINT_NOT_FOUND"));
        given().get("/models/churn/1/invocations").then().statusCode(405);
    }
}

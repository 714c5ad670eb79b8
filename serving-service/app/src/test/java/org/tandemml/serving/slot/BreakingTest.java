package org.tandemml.serving.slot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.Log;
import org.tandemml.serving.testing.SmallLimits;
import org.tandemml.serving.testing.StubRegistry;
import org.tandemml.serving.testing.StubRegistryResource;

/** {@code TANDEM_SERVING_BREAKING=refuse}, as the callers of a model see it. */
@QuarkusTest
@QuarkusTestResource(StubRegistryResource.class)
@TestProfile(SmallLimits.class)
class BreakingTest {
    private static final String INPUTS = "'[{\"type\": \"double\", \"name\": \"x\"}]'";
    private static final String OUTPUTS = "'[{\"type\": \"%s\", \"name\": \"%s\"}]'";

    StubRegistry registry;

    private void promote(int version, String type, String output) {
        String outputs = OUTPUTS.formatted(type, output);
        int registered =
                registry.register(
                        "steady", FakeModels.declaring("add " + version, INPUTS, outputs));
        assertThat(registered).isEqualTo(version);
        registry.promote("steady", version, "Production");
    }

    private static ValidatableResponse model() {
        return given().get("/models/steady").then();
    }

    private static String field(String name) {
        var answer = given().get("/models/steady");
        return answer.statusCode() == 200 ? String.valueOf(answer.<Object>path(name)) : "";
    }

    private static void answers(String prediction) {
        given().header("Content-Type", "application/json")
                .body("{\"inputs\":{\"x\":[2]}}")
                .post("/models/steady/invocations")
                .then()
                .statusCode(200)
                .body(equalTo("{\"predictions\":[" + prediction + "]}"));
    }

    @Test
    void theVersionBeforeGoesOnAndItIsSaidWhy() {
        promote(1, "double", "y");
        Await.until("version 1", () -> field("state").equals("READY"));
        Log log = Log.open();
        try {
            promote(2, "double", "score");
            Await.until("the refusal", () -> field("state").equals("STALE"));
            model().body("version", equalTo("1"))
                    .body("wantedVersion", equalTo("2"))
                    .body(
                            "lastError",
                            equalTo(
                                    "steady/2 was refused: its signature breaks that of steady/1,"
                                            + " which TANDEM_SERVING_BREAKING=refuse forbids: output"
                                            + " column 'y' was double, is absent"));
            answers("3.0");

            promote(3, "double", "y");
            Await.until("version 3", () -> field("version").equals("3"));
            model().body("state", equalTo("READY"));
            answers("5.0");
        } finally {
            log.close();
        }
        assertThat(log.records().stream().filter(line -> line.contains("breaks that of")))
                .hasSize(1);
    }
}

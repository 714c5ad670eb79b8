package org.tandemml.serving.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.SmallLimits;
import org.tandemml.serving.testing.StubRegistry;
import org.tandemml.serving.testing.StubRegistryResource;

/** What strangers' web pages cannot do with a visitor's browser. */
@QuarkusTest
@QuarkusTestResource(StubRegistryResource.class)
@TestProfile(SmallLimits.class)
class BrowserRulesTest {
    private static final String PREDICT = "/models/guarded/invocations";
    private static final String ROW = "{\"inputs\":{\"x\":[2]}}";

    StubRegistry registry;

    @Inject MeterRegistry meters;

    @TestHTTPResource("/")
    URI address;

    @BeforeEach
    void serve() {
        if (registry.versions("guarded") == 0) {
            registry.register("guarded", FakeModels.adding(40));
            registry.promote("guarded", 1, "Production");
        }
        Await.until("guarded", () -> row().post(PREDICT).statusCode() == 200);
    }

    private static RequestSpecification row() {
        return given().header("Content-Type", "application/json").body(ROW);
    }

    private long predictions() {
        return meters.find("tandem.prediction").timers().stream().mapToLong(Timer::count).sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models",
                "/models/guarded",
                "/q/metrics",
                "/metrics",
                "/q/openapi",
                "/q/swagger-ui/",
                "/nothing",
                "/"
            })
    void aHostThatIsNotOursIsRefusedEverywhere(String path) {
        for (String host : List.of("evil.example.org", "evil.example.org:8080", "8.8.8.8")) {
            given().header("Host", host)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("error_code", equalTo("PERMISSION_DENIED"))
                    .body("message", containsString("TANDEM_ALLOWED_HOSTS"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/ping",
                "/version",
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/v2/health/live",
                "/v2/health/ready"
            })
    void probesAnswerUnderAnyNameWhateverIsAccepted(String path) {
        given().header("Host", "pod.cluster.example")
                .header("Accept", "image/png")
                .get(path)
                .then()
                .statusCode(in(new Integer[] {200, 503}))
                .header("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.org", "null", "http://localhost.evil.example.org"})
    void aForeignPagePredictsAndReadsNothing(String origin) {
        long before = predictions();
        row().header("Origin", origin)
                .post(PREDICT)
                .then()
                .statusCode(403)
                .body("message", containsString("TANDEM_CORS_ALLOWED_ORIGINS"));
        given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .options(PREDICT)
                .then()
                .statusCode(403)
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", origin)
                .get("/models")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", "Origin");
        assertThat(predictions()).isEqualTo(before);
    }

    @Test
    void anOwnPageMayPredictAndReadWhichModelAnswered() {
        row().header("Origin", "http://localhost:3000")
                .post(PREDICT)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "http://localhost:3000")
                .header("Access-Control-Expose-Headers", containsString("Tandem-Model"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonx",
                "*/*"
            })
    void whatAFormCanSendPredictsNothing(String type) throws Exception {
        long before = predictions();
        for (String path : List.of(PREDICT, "/models/guarded/Production/invocations")) {
            HttpRequest form =
                    HttpRequest.newBuilder(address.resolve(path))
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString(ROW))
                            .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(form, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("expected application/json or text/csv");
        }
        assertThat(predictions()).isEqualTo(before);
    }
}

package org.tandemml.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.Log;
import org.tandemml.serving.testing.StubRegistry;
import org.tandemml.serving.testing.StubRegistryResource;

/** Everything leaves the event loop here, and a model blocks for as long as the test lasts. */
@QuarkusTest
@QuarkusTestResource(StubRegistryResource.class)
@TestProfile(LimitsTest.Tight.class)
class LimitsTest {
    private static final int MAX_CONCURRENT = 4;

    /** Little room and little time. */
    public static final class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tandem.serving.max-concurrent", Integer.toString(MAX_CONCURRENT),
                    "tandem.serving.request-timeout", "2s",
                    "tandem.serving.event-loop-limit", "0s");
        }
    }

    StubRegistry registry;

    @Inject MeterRegistry meters;

    @TestHTTPResource("/")
    URI address;

    private final HttpClient client = HttpClient.newHttpClient();

    private CompletableFuture<HttpResponse<String>> post(String model, int x) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/models/" + model + "/invocations"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"inputs\":{\"x\":[" + x + "]}}"))
                        .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** A client has its answer a moment before the request's place is free again. */
    private void awaitInFlight(int count) {
        Await.until(
                count + " requests are in flight",
                () -> meters.get("tandem.predictions.in.flight").gauge().value() == count);
    }

    @Test
    void aClientThatGoesAwayIsNotLogged() throws Exception {
        Log log = Log.open();
        try {
            for (String framing :
                    List.of("Content-Length: 1000000", "Transfer-Encoding: chunked")) {
                for (int sent : new int[] {10, 500_000}) {
                    leave(framing, sent);
                }
            }
            assertThat(log.records()).isEmpty();
        } finally {
            log.close();
        }
    }

    private void leave(String framing, int sent) throws Exception {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String head =
                    "POST /models/churn/invocations HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\n"
                            + framing
                            + "\r\n\r\n"
                            + (framing.endsWith("chunked") ? "f4240\r\n" : "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[sent]);
            awaitInFlight(1);
            // Reset, as by a process that is killed.
            socket.setSoLinger(true, 0);
        }
        awaitInFlight(0);
    }

    @Test
    void aSlowModelTimesOutShedsAndHurtsNoOther() {
        registry.register("block", FakeModels.folder("block"));
        registry.promote("block", 1, "Production");
        registry.register("churn", FakeModels.adding(40));
        registry.promote("churn", 1, "Production");
        Await.until("block", () -> await(post("block", 1)).statusCode() == 200);
        Await.until("churn", () -> await(post("churn", 1)).statusCode() == 200);

        List<CompletableFuture<HttpResponse<String>>> stuck = new ArrayList<>();
        for (int i = 0; i < MAX_CONCURRENT - 1; i++) {
            stuck.add(post("block", 101));
        }
        awaitInFlight(MAX_CONCURRENT - 1);
        HttpResponse<String> other = await(post("churn", 2));
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).isEqualTo("{\"predictions\":[42.0]}");

        awaitInFlight(MAX_CONCURRENT - 1);
        stuck.add(post("block", 101));
        awaitInFlight(MAX_CONCURRENT);
        Await.until(
                "a request is shed",
                () -> {
                    HttpResponse<String> shed = await(post("churn", 2));
                    return shed.statusCode() == 503
                            && shed.headers().firstValue("Retry-After").isPresent();
                });

        for (CompletableFuture<HttpResponse<String>> request : stuck) {
            HttpResponse<String> late = await(request);
            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("DEADLINE_EXCEEDED");
            assertThat(late.headers().firstValue("Tandem-Model")).contains("block/1");
        }
        assertThat(await(post("churn", 2)).statusCode()).isEqualTo(200);
    }
}

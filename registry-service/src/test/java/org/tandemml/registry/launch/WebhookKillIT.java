package org.tandemml.registry.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.registry.testing.HookServer;
import org.tandemml.registry.testing.HookServer.Received;

/** What happened before a power cut is told after it. */
class WebhookKillIT {
    private static final String SECRET = "hidden-hidden-hidden";
    private static final int MODELS = 8;
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "TANDEM_WEBHOOK_ALLOW_PRIVATE_IPS",
                    "true",
                    // MLflow's own name of the setting.
                    "MLFLOW_WEBHOOK_ALLOWED_SCHEMES",
                    "http");

    @TempDir Path folder;

    @Test
    void nothingIsLostWhenTheRegistryIsKilledWhileItSends() throws Exception {
        Path home = folder.resolve("home");
        CountDownLatch killed = new CountDownLatch(1);
        try (HookServer server =
                HookServer.answering(
                        request -> {
                            killed.await();
                            return 200;
                        })) {
            RegistryProcess registry = RegistryProcess.start(home, SETTINGS);
            post(registry, "webhooks", webhook(server));
            for (int i = 0; i < MODELS; i++) {
                post(registry, "registered-models/create", "{\"name\": \"m" + i + "\"}");
            }
            Received inFlight = server.next();
            registry.kill();
            int before = server.all().size();
            killed.countDown();
            assertThat(registry.log()).doesNotContain(SECRET);

            try (RegistryProcess next = RegistryProcess.start(home, SETTINGS)) {
                Set<String> told = new HashSet<>();
                Set<String> ids = new HashSet<>();
                while (told.size() < MODELS) {
                    Received received = server.next();
                    assertThat(received.header("X-MLflow-Signature"))
                            .isEqualTo(signature(received));
                    if (server.all().indexOf(received) >= before) {
                        told.add(received.json().at("/data/name").asText());
                        ids.add(received.header("X-MLflow-Delivery-Id"));
                    }
                }
                assertThat(ids).contains(inFlight.header("X-MLflow-Delivery-Id"));
                assertThat(next.log()).doesNotContain(SECRET);
            }
        }
    }

    private static String webhook(HookServer server) {
        return "{\"name\": \"hook\", \"url\": \""
                + server.url()
                + "\", \"secret\": \""
                + SECRET
                + "\", \"events\": [{\"entity\": \"REGISTERED_MODEL\", \"action\": \"CREATED\"}]}";
    }

    private static void post(RegistryProcess registry, String call, String json) throws Exception {
        HttpResponse<String> answer = registry.post("/api/2.0/mlflow/" + call, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String signature(Received received) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed =
                received.header("X-MLflow-Delivery-Id")
                        + "."
                        + received.header("X-MLflow-Timestamp")
                        + "."
                        + received.body();
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}

package org.tandemml.registry.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.TrackingWire;

/**
 * What clients store is never expanded: it comes back as it was sent, in each field that holds
 * text.
 */
@QuarkusTest
class StoredTextTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${HOME}",
                "$HOME $(id) `id`",
                "${quarkus.http.port}",
                "${env.PATH:-x} ${sys.user.dir} ${jndi-like}",
                "#{1+1} ${1+1} {{7*7}} <%= 7 %>",
                "%s %1$s %n %d {0} {}",
                "<script>alert(1)</script> &amp; \\u0041"
            })
    void textComesBackAsItWasSent(String text) {
        inTracking(text);
        inTheRegistry(text);
        inWebhooks(text);
    }

    private void inTracking(String text) {
        String experiment = tracking.experiment(text + UUID.randomUUID());
        wire.post("experiments/set-experiment-tag", tag("experiment_id", experiment, text)).ok();
        MlflowWire.Answer shown =
                wire.get("experiments/get", Map.of("experiment_id", experiment)).ok();
        assertThat(shown.at("/experiment/name")).startsWith(text);
        assertThat(shown.at("/experiment/tags/0/value")).isEqualTo(text);

        String run = tracking.run(experiment);
        wire.post("runs/update", Map.of("run_id", run, "status", "FINISHED", "run_name", text))
                .ok();
        wire.post(
                        "runs/log-batch",
                        Map.of(
                                "run_id", run,
                                "params", List.of(Map.of("key", "p", "value", text)),
                                "tags",
                                        List.of(
                                                Map.of(
                                                        "key",
                                                        "mlflow.note.content",
                                                        "value",
                                                        text))))
                .ok();
        MlflowWire.Answer logged = tracking.getRun(run);
        assertThat(logged.at("/run/info/run_name")).isEqualTo(text);
        assertThat(logged.at("/run/data/params/0/value")).isEqualTo(text);
        assertThat(logged.json().at("/run/data/tags").findValuesAsText("value")).contains(text);
    }

    private void inTheRegistry(String text) {
        String name = "stored-text-" + UUID.randomUUID();
        wire.post(
                        "registered-models/create",
                        Map.of("name", name, "description", text, "tags", List.of(pair(text))))
                .ok();
        MlflowWire.Answer model = wire.get("registered-models/get", Map.of("name", name)).ok();
        assertThat(model.at("/registered_model/description")).isEqualTo(text);
        assertThat(model.at("/registered_model/tags/0/value")).isEqualTo(text);

        wire.post(
                        "model-versions/create",
                        Map.of(
                                "name",
                                name,
                                "source",
                                "s3://elsewhere/model",
                                "description",
                                text,
                                "tags",
                                List.of(pair(text))))
                .ok();
        MlflowWire.Answer version =
                wire.get("model-versions/get", Map.of("name", name, "version", "1")).ok();
        assertThat(version.at("/model_version/description")).isEqualTo(text);
        assertThat(version.at("/model_version/tags/0/value")).isEqualTo(text);
    }

    private void inWebhooks(String text) {
        String id =
                wire.post(
                                "webhooks",
                                Map.of(
                                        "name",
                                        "stored-text",
                                        "description",
                                        text,
                                        "url",
                                        "https://93.184.216.34/hook?key=k",
                                        "events",
                                        List.of(
                                                Map.of(
                                                        "entity", "REGISTERED_MODEL",
                                                        "action", "CREATED"))))
                        .ok()
                        .at("/webhook/webhook_id");
        try {
            assertThat(wire.get("webhooks/" + id, Map.of()).ok().at("/webhook/description"))
                    .isEqualTo(text);
        } finally {
            wire.delete("webhooks/" + id, "{}").ok();
        }
    }

    private static Map<String, String> tag(String owner, String id, String text) {
        return Map.of(owner, id, "key", "k", "value", text);
    }

    private static Map<String, String> pair(String text) {
        return Map.of("key", "k", "value", text);
    }
}

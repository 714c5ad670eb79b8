package org.tandemml.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.tandemml.artifact.Sha256;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;

/** Uploads and deletes that are under way while their folder is registered. */
@QuarkusTest
class SealingRaceTest {
    private static final int WRITERS = 6;
    private static final int FILES = 12;

    @RepeatedTest(8)
    void aManifestSaysWhatTheFilesAreForever() {
        SealedModel model = new SealedModel();
        for (int i = 0; i < FILES; i++) {
            model.upload("f" + i, "first " + i).ok();
        }
        List<Answer> answers =
                Together.run(
                        WRITERS + 1,
                        thread -> thread == WRITERS ? register(model) : write(model, thread));

        Answer registered = answers.get(WRITERS).ok();
        assertThat(registered.at("/model_version/status")).isEqualTo("READY");
        JsonNode files =
                model.manifest(registered.at("/model_version/version")).ok().json().get("files");
        assertThat(files).isNotEmpty();
        for (JsonNode file : files) {
            String content = model.read(file.get("path").asText());
            assertThat(sha256(content)).as(content).isEqualTo(file.get("sha256").asText());
        }
        for (int i = 0; i < FILES + WRITERS; i++) {
            model.upload("f" + i, "late").refused(409, "RESOURCE_CONFLICT", "sealed");
        }
    }

    private static Answer register(SealedModel model) {
        return model.register();
    }

    /** Writes until it is refused. */
    private static Answer write(SealedModel model, int thread) {
        Answer answer;
        int round = 0;
        do {
            String file = "f" + (round * 5 + thread) % (FILES + WRITERS);
            answer =
                    thread == 0 && round % 3 == 2
                            ? model.delete(model.folder() + "/" + file)
                            : model.upload(file, "thread " + thread + " round " + round);
            round++;
        } while (answer.status() == 200 && round < 500);
        assertThat(answer.status()).as(answer.text()).isIn(409, 503);
        return answer;
    }

    private static String sha256(String content) {
        return Sha256.of(Sha256.computation().digest(content.getBytes(StandardCharsets.UTF_8)))
                .hex();
    }
}

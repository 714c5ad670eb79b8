package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;

/** Many clients at once on one model. */
@QuarkusTest
class VersionConcurrencyTest {
    private static final int THREADS = 16;

    private final MlflowWire wire = new MlflowWire();

    private void model(String name) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    private int createVersion(String name) {
        Answer created =
                wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m"));
        return Integer.parseInt(created.ok().at("/model_version/version"));
    }

    @Test
    void numbersHaveNoGapsAndNoDoubles() {
        model("con-numbers");
        List<List<Integer>> given =
                Together.run(
                        THREADS,
                        thread -> {
                            List<Integer> mine = new ArrayList<>();
                            for (int i = 0; i < 25; i++) {
                                mine.add(createVersion("con-numbers"));
                            }
                            return mine;
                        });
        assertThat(given).allSatisfy(mine -> assertThat(mine).isSorted());
        assertThat(given.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, THREADS * 25).boxed().toList());
    }

    @Test
    void aNumberOfADeletedVersionIsNeverGivenAgain() {
        model("con-reuse");
        List<List<Integer>> given =
                Together.run(
                        THREADS,
                        thread -> {
                            List<Integer> mine = new ArrayList<>();
                            for (int i = 0; i < 10; i++) {
                                int version = createVersion("con-reuse");
                                mine.add(version);
                                wire.delete(
                                                "model-versions/delete",
                                                Map.of(
                                                        "name",
                                                        "con-reuse",
                                                        "version",
                                                        Integer.toString(version)))
                                        .ok();
                            }
                            return mine;
                        });
        assertThat(given.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(160);
    }

    @Test
    void oneOfManyCreatesOfOneModelWins() {
        List<Integer> statuses =
                Together.run(
                        THREADS,
                        thread ->
                                wire.post("registered-models/create", Map.of("name", "con-create"))
                                        .status());
        assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
    }

    @Test
    void renamesThatCrossNeverFailByTheServersFault() {
        model("con-a");
        model("con-b");
        List<List<Integer>> statuses =
                Together.run(
                        THREADS,
                        thread -> {
                            String from = thread % 2 == 0 ? "con-a" : "con-b";
                            String to = thread % 2 == 0 ? "con-b" : "con-a";
                            List<Integer> mine = new ArrayList<>();
                            for (int i = 0; i < 10; i++) {
                                mine.add(rename(from, to));
                                mine.add(rename(from, "con-free"));
                                mine.add(rename("con-free", from));
                            }
                            return mine;
                        });
        assertThat(statuses.stream().flatMap(List::stream))
                .containsAnyOf(200)
                .doesNotContain(500, 503);
        assertThat(statuses.stream().flatMap(List::stream)).isSubsetOf(200, 400, 404);
    }

    private int rename(String from, String to) {
        return wire.post("registered-models/rename", Map.of("name", from, "new_name", to)).status();
    }
}

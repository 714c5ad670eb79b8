package org.tandemml.registry.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class ExperimentWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private Answer get(String id) {
        return wire.get("experiments/get", Map.of("experiment_id", id));
    }

    private Answer change(String call, String id) {
        return wire.post("experiments/" + call, Map.of("experiment_id", id));
    }

    private Answer search(Map<String, Object> request) {
        Map<String, Object> body = new HashMap<>(Map.of("max_results", 1000));
        body.putAll(request);
        return wire.post("experiments/search", body);
    }

    private static List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.ok().json().path("experiments").forEach(e -> names.add(e.get("name").asText()));
        return names;
    }

    @Test
    void experimentZeroIsThereFromBirth() {
        JsonNode experiment = get("0").ok().json().get("experiment");
        assertThat(experiment.get("experiment_id").textValue()).isEqualTo("0");
        assertThat(experiment.get("artifact_location").textValue())
                .isEqualTo("mlflow-artifacts:/0");
    }

    @Test
    void anExperimentIsMadeAndFound() {
        Answer created =
                wire.post(
                        "experiments/create",
                        Map.of(
                                "name",
                                "ex-full",
                                "tags",
                                List.of(
                                        Map.of("key", "team", "value", "fraud"),
                                        Map.of("key", "empty"),
                                        Map.of("key", "team", "value", "risk"))));
        String id = created.ok().at("/experiment_id");
        assertThat(created.text()).isEqualTo("{\"experiment_id\":\"" + id + "\"}");
        tracking.assertGolden("experiments/get", get(id), id);
        assertThat(wire.get("experiments/get-by-name", Map.of("experiment_name", "ex-full")))
                .isEqualTo(get(id));
    }

    @Test
    void anExperimentWithoutTagsShowsNone() {
        String id = tracking.experiment("ex-plain");
        tracking.assertGolden("experiments/get-plain", get(id), id);
    }

    @Test
    void aNumberIsTakenAsExperimentId() {
        String id = tracking.experiment("ex-number");
        wire.post("experiments/update", "{\"experimentId\":" + id + ",\"newName\":\"ex-number-2\"}")
                .ok();
        assertThat(get(id).at("/experiment/name")).isEqualTo("ex-number-2");
    }

    @Test
    void aNameIsTakenAlsoByADeletedExperiment() {
        String id = tracking.experiment("ex-taken");
        wire.post("experiments/create", Map.of("name", "ex-taken"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "'ex-taken' already exists.");
        change("delete", id).ok();
        wire.post("experiments/create", Map.of("name", "ex-taken"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "in deleted state");
        assertThat(
                        wire.get("experiments/get-by-name", Map.of("experiment_name", "ex-taken"))
                                .at("/experiment/lifecycle_stage"))
                .isEqualTo("deleted");
    }

    @Test
    void namesHaveLimits() {
        wire.post("experiments/create", Map.of()).invalid("'name'");
        wire.post("experiments/create", Map.of("name", "")).invalid("'name'");
        wire.post("experiments/create", Map.of("name", " \t ")).invalid("blank");
        wire.post("experiments/create", Map.of("name", 5)).invalid("'name'");
        wire.post("experiments/create", Map.of("name", "n".repeat(257))).invalid("name");
        wire.post("experiments/create", Map.of("name", "n".repeat(256))).ok();
        wire.post("experiments/create", "{\"name\":\"a\\u0000b\"}").invalid("'name'");
    }

    @Test
    void namesAndKeysOfTagsAreExact() {
        Map<String, String> ids = new HashMap<>();
        for (String name :
                List.of("ex-Caf\u00e9", "ex-caf\u00e9", "ex-Cafe\u0301", "ex-Caf\u00e9 ")) {
            ids.put(name, tracking.experiment(name));
        }
        ids.forEach(
                (name, id) ->
                        assertThat(
                                        wire.get(
                                                        "experiments/get-by-name",
                                                        Map.of("experiment_name", name))
                                                .at("/experiment/experiment_id"))
                                .isEqualTo(id));
        wire.get("experiments/get-by-name", Map.of("experiment_name", "ex-CAF\u00c9"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "");

        String id = ids.get("ex-Caf\u00e9");
        for (String key : List.of("Team", "team", "team ")) {
            wire.post(
                            "experiments/set-experiment-tag",
                            Map.of("experiment_id", id, "key", key, "value", key))
                    .ok();
        }
        wire.post("experiments/delete-experiment-tag", Map.of("experiment_id", id, "key", "team"))
                .ok();
        assertThat(get(id).json().at("/experiment/tags"))
                .extracting(tag -> tag.path("value").asText())
                .containsExactlyInAnyOrder("Team", "team ");
    }

    @Test
    void tagsHaveLimits() {
        String id = tracking.experiment("ex-tag-limits");
        Map<String, Object> tag = new HashMap<>(Map.of("experiment_id", id, "key", "k"));
        tag.put("value", "v".repeat(20_000));
        wire.post("experiments/set-experiment-tag", tag).ok();
        tag.put("value", "v".repeat(20_001));
        wire.post("experiments/set-experiment-tag", tag).invalid("value");
        tag.put("value", "");
        for (String key : List.of("k".repeat(251), "a//b", "/x", "../x", ".", "a/", "a*")) {
            tag.put("key", key);
            wire.post("experiments/set-experiment-tag", tag).invalid("key");
        }
        wire.post(
                        "experiments/create",
                        Map.of("name", "ex-bad-tag", "tags", List.of(Map.of("value", "v"))))
                .invalid("'tags[0].key'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/a/../b",
                "s3://bucket/%2e%2e/b",
                "s3://bucket/%252e%252e/b",
                "s3://bucket/%25252e%25252e/b",
                "s3://bucket/%c0%ae%c0%ae/b",
                "s3://bucket/\uff0e\uff0e/b",
                "s3://bucket/a#b",
                "s3://bucket/a?b=../c",
                "s3://bucket/a;b",
                "s3://bucket/a%23b",
                "s3://bucket/a\\b",
                "s3://bucket/a%00b",
                "s3://bucket/%zz",
                "runs:/x",
                "models:/x/1",
                "javascript:alert(1)",
                "C:/a/b",
                ":x",
                "file:///a/../b",
                "../a",
                " "
            })
    void anAmbiguousArtifactLocationIsRefused(String location) {
        wire.post(
                        "experiments/create",
                        Map.of("name", "ex-bad-place", "artifact_location", location))
                .invalid("artifact_location");
    }

    /** A run there could be made, but no stock client could log a file to it. */
    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/a", "S3N://bucket/a", "adl://a/b", "ftps://a/b"})
    void anArtifactLocationThatNoClientCanWriteToIsRefused(String location) {
        wire.post(
                        "experiments/create",
                        Map.of("name", "ex-no-store", "artifact_location", location))
                .invalid("b2, dbfs, file, ftp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/a b/%20c",
                "/mnt/shared",
                "file:///mnt/x",
                "hdfs://h:1/x",
                "S3://b/x"
            })
    void anArtifactLocationIsKeptAsItIs(String location) {
        String id =
                wire.post(
                                "experiments/create",
                                Map.of(
                                        "name",
                                        "ex-place-" + location.hashCode(),
                                        "artifact_location",
                                        location))
                        .ok()
                        .at("/experiment_id");
        assertThat(get(id).at("/experiment/artifact_location")).isEqualTo(location);
    }

    @Test
    void anUnknownExperimentIsNotFound() {
        get("999999").refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=999999");
        wire.get("experiments/get-by-name", Map.of("experiment_name", "ex-nobody"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "'ex-nobody'");
        for (String call : List.of("delete", "restore")) {
            change(call, "999999").refused(404, "RESOURCE_DOES_NOT_EXIST", "999999");
        }
        wire.post("experiments/update", Map.of("experiment_id", "999999", "new_name", "x"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1.5", "9999999999999999999", "1e3", " 1", "0x1"})
    void anIdThatIsNoIntegerIsABadParameter(String id) {
        get(id).invalid("must be a valid integer");
    }

    @Test
    void whatIsMissingIsNamed() {
        wire.get("experiments/get", Map.of()).invalid("'experiment_id'");
        wire.get("experiments/get-by-name", Map.of()).invalid("'experiment_name'");
        wire.post("experiments/update", Map.of("experiment_id", "0")).invalid("'new_name'");
        wire.post("experiments/delete", Map.of()).invalid("'experiment_id'");
        wire.post("experiments/set-experiment-tag", Map.of("experiment_id", "0")).invalid("'key'");
        wire.post("experiments/search", Map.of()).invalid("'max_results'");
        wire.get("experiments/search", Map.of()).invalid("'max_results'");
    }

    @Test
    void anExperimentIsRenamed() {
        String id = tracking.experiment("ex-old");
        tracking.experiment("ex-other");
        wire.post("experiments/update", Map.of("experiment_id", id, "new_name", "ex-other"))
                .refused(400, "RESOURCE_ALREADY_EXISTS", "'ex-other' already exists.");
        assertThat(
                        wire.post(
                                        "experiments/update",
                                        Map.of("experiment_id", id, "new_name", "ex-new"))
                                .ok()
                                .text())
                .isEqualTo("{}");
        JsonNode experiment = get(id).ok().json().get("experiment");
        assertThat(experiment.get("name").textValue()).isEqualTo("ex-new");
        assertThat(experiment.get("last_update_time").longValue())
                .isGreaterThanOrEqualTo(experiment.get("creation_time").longValue());
    }

    @Test
    void deletionAndRestorationTakeTheRunsAlong() {
        String id = tracking.experiment("ex-cascade");
        String kept = tracking.run(id);
        String deletedBefore = tracking.run(id);
        wire.post("runs/delete", Map.of("run_id", deletedBefore)).ok();

        assertThat(change("delete", id).ok().text()).isEqualTo("{}");
        change("delete", id).refused(404, "RESOURCE_DOES_NOT_EXIST", id);
        assertThat(get(id).at("/experiment/lifecycle_stage")).isEqualTo("deleted");
        assertThat(tracking.getRun(kept).at("/run/info/lifecycle_stage")).isEqualTo("deleted");
        wire.post("experiments/set-experiment-tag", Map.of("experiment_id", id, "key", "k"))
                .invalid("must be in the 'active' state");
        wire.post("experiments/update", Map.of("experiment_id", id, "new_name", "ex-cascade-2"))
                .invalid("must be in the 'active' state");
        wire.post("runs/create", Map.of("experiment_id", id))
                .invalid("must be in the 'active' state");

        assertThat(change("restore", id).ok().text()).isEqualTo("{}");
        change("restore", id).refused(404, "RESOURCE_DOES_NOT_EXIST", id);
        for (String run : List.of(kept, deletedBefore)) {
            assertThat(tracking.getRun(run).at("/run/info/lifecycle_stage")).isEqualTo("active");
        }
    }

    @Test
    void aTagIsSetReplacedAndRemoved() {
        String id = tracking.experiment("ex-tags");
        for (String value : List.of("1", "2")) {
            wire.post(
                            "experiments/set-experiment-tag",
                            Map.of("experiment_id", id, "key", "k", "value", value))
                    .ok();
        }
        assertThat(get(id).json().at("/experiment/tags").toString())
                .isEqualTo("[{\"key\":\"k\",\"value\":\"2\"}]");
        Map<String, String> tag = Map.of("experiment_id", id, "key", "k");
        assertThat(wire.post("experiments/delete-experiment-tag", tag).ok().text()).isEqualTo("{}");
        wire.post("experiments/delete-experiment-tag", tag)
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "'k'");
    }

    @Test
    void searchFiltersOrdersAndPages() {
        for (String name : List.of("ex-s-1", "ex-s-2", "ex-s-3")) {
            String id = tracking.experiment(name);
            wire.post(
                            "experiments/set-experiment-tag",
                            Map.of("experiment_id", id, "key", "kind", "value", "s"))
                    .ok();
        }
        Map<String, Object> request =
                Map.of(
                        "filter",
                        "name LIKE 'ex-s-%' AND tags.kind = 's'",
                        "order_by",
                        List.of("name DESC"),
                        "max_results",
                        2);
        Answer first = search(request);
        assertThat(names(first)).containsExactly("ex-s-3", "ex-s-2");
        Map<String, Object> next = new HashMap<>(request);
        next.put("page_token", first.at("/next_page_token"));
        Answer second = search(next);
        assertThat(names(second)).containsExactly("ex-s-1");
        assertThat(second.json().has("next_page_token")).isFalse();
        assertThat(
                        names(
                                wire.get(
                                        "experiments/search",
                                        Map.of(
                                                "max_results",
                                                "10",
                                                "filter",
                                                "name ILIKE 'EX-S-%'",
                                                "order_by",
                                                List.of("name ASC", "experiment_id DESC")))))
                .containsExactly("ex-s-1", "ex-s-2", "ex-s-3");
    }

    @Test
    void searchFiltersByWhatMlflowCannot() {
        String one = tracking.experiment("ex-more-1");
        String two = tracking.experiment("ex-more-2");
        wire.post(
                        "experiments/set-experiment-tag",
                        Map.of("experiment_id", one, "key", "more", "value", "x"))
                .ok();
        Map<String, List<String>> expected =
                Map.of(
                        "experiment_id = '" + two + "'",
                        List.of("ex-more-2"),
                        "experiment_id IN ('" + one + "', '" + two + "')",
                        List.of("ex-more-1", "ex-more-2"),
                        "tags.more IS NULL",
                        List.of("ex-more-2"),
                        "tags.more IS NOT NULL OR name = 'ex-more-2'",
                        List.of("ex-more-1", "ex-more-2"),
                        "NOT tags.more = 'x'",
                        List.of("ex-more-2"),
                        "tags.more != 'x'",
                        List.of(),
                        "creation_time BETWEEN 1 AND 2",
                        List.of(),
                        "last_update_time IS NOT NULL",
                        List.of("ex-more-1", "ex-more-2"));
        expected.forEach(
                (filter, found) ->
                        assertThat(
                                        names(
                                                search(
                                                        Map.of(
                                                                "filter",
                                                                "name LIKE 'ex-more-_' AND ("
                                                                        + filter
                                                                        + ")",
                                                                "order_by",
                                                                List.of("name")))))
                                .as(filter)
                                .isEqualTo(found));
        search(Map.of("filter", "experiment_id = 'x'")).invalid("expected a number");
    }

    @Test
    void searchShowsTheStagesThatItIsAskedFor() {
        String id = tracking.experiment("ex-v-1");
        tracking.experiment("ex-v-2");
        change("delete", id).ok();
        String filter = "name LIKE 'ex-v-%'";
        assertThat(names(search(Map.of("filter", filter)))).containsExactly("ex-v-2");
        assertThat(names(search(Map.of("filter", filter, "view_type", 2))))
                .containsExactly("ex-v-1");
        assertThat(names(search(Map.of("filter", filter, "view_type", "ALL"))))
                .containsExactlyInAnyOrder("ex-v-1", "ex-v-2");
        search(Map.of("view_type", "BOGUS")).invalid("'view_type'");
    }

    @Test
    void searchRefusesWhatIsMalformed() {
        for (Object size : List.of(0, -1, 50_001, "x", 1.5)) {
            search(Map.of("max_results", size)).invalid("'max_results'");
        }
        search(Map.of("filter", "nonsense")).invalid("");
        search(Map.of("filter", "nobody = 'x'")).invalid("nobody");
        search(Map.of("order_by", List.of("nobody"))).invalid("nobody");
        search(Map.of("page_token", "garbage")).invalid("page_token");
    }

    @Test
    void ofManyWhoTakeANameAtOnceOneWins() throws Exception {
        int writers = 8;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < 5; round++) {
                Map<String, String> request = Map.of("name", "ex-race-" + round);
                List<Callable<Answer>> calls =
                        java.util.Collections.nCopies(
                                writers, () -> wire.post("experiments/create", request));
                int winners = 0;
                for (Future<Answer> call : pool.invokeAll(calls)) {
                    Answer answer = call.get();
                    if (answer.status() == 200) {
                        winners++;
                    } else {
                        answer.refused(400, "RESOURCE_ALREADY_EXISTS", "already exists");
                    }
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

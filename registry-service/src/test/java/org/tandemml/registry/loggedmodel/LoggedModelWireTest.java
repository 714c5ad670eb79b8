package org.tandemml.registry.loggedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;

@QuarkusTest
class LoggedModelWireTest {
    private static final String NOBODY = "m-" + "0".repeat(32);

    private final MlflowWire wire = new MlflowWire();
    private String experiment = "";
    private String run = "";

    @BeforeEach
    void experimentAndRun() {
        experiment =
                wire.post("experiments/create", Map.of("name", "lm-" + UUID.randomUUID()))
                        .ok()
                        .at("/experiment_id");
        run =
                wire.post("runs/create", Map.of("experiment_id", experiment))
                        .ok()
                        .at("/run/info/run_id");
    }

    private Answer create(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("experiment_id", experiment));
        body.putAll(more);
        return wire.post("logged-models", body);
    }

    /** Makes a model that is younger than all others, so that orders by time are certain. */
    private String created(Map<String, ?> more) {
        for (long now = System.currentTimeMillis(); now == System.currentTimeMillis(); ) {
            Thread.onSpinWait();
        }
        return create(more).ok().at("/model/info/model_id");
    }

    private static Map<String, String> pair(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private Answer get(String id) {
        return wire.get("logged-models/" + id, Map.of());
    }

    /** Without what differs from test to test: the number of the experiment. */
    private JsonNode stable(Answer answer) {
        String text =
                answer.ok()
                        .text()
                        .replace(
                                "\"experiment_id\":\"" + experiment + "\"",
                                "\"experiment_id\":\"7\"")
                        .replace("artifacts:/" + experiment + "/", "artifacts:/7/");
        return new Answer(200, text).json();
    }

    private void measure(String id, String key, double value, Map<String, ?> more) {
        Map<String, Object> body =
                new HashMap<>(Map.of("run_id", run, "key", key, "value", value, "timestamp", 10));
        body.put("model_id", id);
        body.putAll(more);
        wire.post("runs/log-metric", body).ok();
    }

    @Test
    void aModelIsMadeMeasuredRegisteredAndFinished() {
        Answer made =
                create(
                        Map.of(
                                "name",
                                "churn",
                                "model_type",
                                "classifier",
                                "source_run_id",
                                run,
                                "params",
                                List.of(pair("p", "1"), pair("b", "")),
                                "tags",
                                List.of(pair("t", "x"), pair("a", "2"))));
        Golden.assertMatches("logged-models/create-full", stable(made));
        String id = made.at("/model/info/model_id");
        measure(id, "acc", 0.5, Map.of("step", 1, "dataset_name", "d", "dataset_digest", "dd"));
        for (int i = 0; i < 2; i++) {
            measure(id, "acc", 0.7, Map.of("step", 2));
        }
        measure(id, "loss", Double.NaN, Map.of());
        measure(id, "lost", Double.NEGATIVE_INFINITY, Map.of());
        String name = "lm-" + UUID.randomUUID();
        wire.post("registered-models/create", Map.of("name", name)).ok();
        wire.post(
                        "model-versions/create",
                        Map.of("name", name, "source", "models:/" + id, "model_id", id))
                .ok();

        Answer finished =
                wire.patch(
                        "logged-models/" + id,
                        Map.of("model_id", id, "status", "LOGGED_MODEL_READY"));

        assertThat(finished.ok().at("/model/info/status")).isEqualTo("LOGGED_MODEL_READY");
        assertThat(get(id).ok().json()).isEqualTo(finished.json());
        Golden.assertMatches(
                "logged-models/get-full",
                new Answer(200, stable(get(id)).toString().replace(name, "registered")).json());
    }

    @Test
    void aModelWithoutAnythingHasANameMadeUp() {
        Answer made = create(Map.of());
        assertThat(made.ok().at("/model/info/name")).matches("[a-z]+-[a-z]+-[0-9]+");
        JsonNode plain = stable(made);
        ((com.fasterxml.jackson.databind.node.ObjectNode) plain.at("/model/info"))
                .put("name", "made-up-1");
        Golden.assertMatches("logged-models/create-plain", plain);
        assertThat(create(Map.of("name", "")).ok().at("/model/info/name")).isNotEmpty();
    }

    @Test
    void theFilesAreBelowTheExperimentsLocation() {
        String elsewhere =
                wire.post(
                                "experiments/create",
                                Map.of(
                                        "name",
                                        "lm-" + UUID.randomUUID(),
                                        "artifact_location",
                                        "s3://bucket/x/"))
                        .ok()
                        .at("/experiment_id");
        Answer made = create(Map.of("experiment_id", elsewhere));
        assertThat(made.ok().at("/model/info/artifact_uri"))
                .isEqualTo(
                        "s3://bucket/x/models/" + made.at("/model/info/model_id") + "/artifacts");
        wire.get(
                        "logged-models/"
                                + made.at("/model/info/model_id")
                                + "/artifacts/directories",
                        Map.of())
                .invalid("not in this server's artifact store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a:b", "a.b", "a%b", "a\"b", "a'b", " ", "a\u0000b"})
    void aNameThatAUriCannotCarryIsRefused(String name) {
        create(Map.of("name", name)).invalid("name");
    }

    @Test
    void fieldsHaveLimits() {
        assertThat(created(Map.of("name", "n".repeat(500)))).startsWith("m-");
        create(Map.of("name", "n".repeat(501))).invalid("500");
        create(Map.of("model_type", "n".repeat(501))).invalid("model_type");
        create(Map.of("source_run_id", "no/run")).invalid("run ID");
        create(Map.of("params", List.of(pair("", "1")))).invalid("params[0].key");
        create(Map.of("params", List.of(pair("a", "1"), pair("*", "1")))).invalid("params[1].key");
        create(Map.of("params", List.of(pair("a", "1"), pair("a", "1")))).invalid("params[1].key");
        create(Map.of("tags", List.of(pair("a\u0000", "1")))).invalid("tags[0].key");
        create(Map.of("tags", List.of(pair("a", "x\u0000")))).invalid("NUL");
        create(Map.of("tags", List.of(Map.of("value", "1")))).invalid("tags[0].key");
        Answer cut =
                create(
                        Map.of(
                                "params", List.of(pair("p", "x".repeat(7000))),
                                "tags", List.of(pair("t", "x".repeat(9000)))));
        assertThat(cut.ok().at("/model/data/params/0/value")).hasSize(6000);
        assertThat(cut.at("/model/info/tags/0/value")).hasSize(8000);
    }

    @Test
    void theExperimentMustBeThereAndActive() {
        create(Map.of("experiment_id", "999999")).refused(404, "RESOURCE_DOES_NOT_EXIST", "999999");
        create(Map.of("experiment_id", "abc")).invalid("experiment ID");
        wire.post("logged-models", Map.of("name", "x")).invalid("experiment_id");
        wire.post("experiments/delete", Map.of("experiment_id", experiment)).ok();
        create(Map.of()).invalid("'active' state");
    }

    @Test
    void aModelThatIsNotThereIs404() {
        for (String id : List.of(NOBODY, "m-nope", "%00", "x".repeat(300))) {
            get(id).notFound();
            wire.patch("logged-models/" + id + "/tags", Map.of("tags", List.of(pair("a", "b"))))
                    .notFound();
            wire.delete("logged-models/" + id + "/tags/a", Map.of()).notFound();
            wire.delete("logged-models/" + id, Map.of()).notFound();
            wire.get("logged-models/" + id + "/artifacts/directories", Map.of()).notFound();
        }
        wire.patch("logged-models/" + NOBODY, Map.of("model_id", NOBODY, "status", 2)).notFound();
        wire.post("logged-models/" + NOBODY + "/params", Map.of("model_id", NOBODY)).notFound();
    }

    @ParameterizedTest
    @CsvSource({
        "0, LOGGED_MODEL_STATUS_UNSPECIFIED",
        "1, LOGGED_MODEL_PENDING",
        "2, LOGGED_MODEL_READY",
        "3, LOGGED_MODEL_UPLOAD_FAILED"
    })
    void aStatusIsItsNameOrNumber(int number, String name) {
        String id = created(Map.of());
        for (Object status : List.of(number, name)) {
            assertThat(
                            wire.patch(
                                            "logged-models/" + id,
                                            Map.of("model_id", id, "status", status))
                                    .ok()
                                    .at("/model/info/status"))
                    .isEqualTo(name);
        }
    }

    @Test
    void finishingNeedsTheIdTwiceAndAStatus() {
        String id = created(Map.of());
        String path = "logged-models/" + id;
        wire.patch(path, Map.of("status", 2)).invalid("model_id");
        wire.patch(path, Map.of("model_id", id)).invalid("status");
        wire.patch(path, Map.of("model_id", NOBODY, "status", 2)).invalid("model_id");
        wire.patch(path, Map.of("model_id", id, "status", 99)).invalid("status");
        wire.patch(path, Map.of("model_id", id, "status", "READY")).invalid("status");
        assertThat(get(id).at("/model/info/status")).isEqualTo("LOGGED_MODEL_PENDING");
    }

    @Test
    void tagsAreSetReplacedAndDeleted() {
        String id = created(Map.of("tags", List.of(pair("a", "1"))));
        String path = "logged-models/" + id + "/tags";
        Answer set =
                wire.patch(
                        path,
                        Map.of(
                                "tags",
                                List.of(pair("a", "2"), pair("b/c d", "x"), pair("a", "3"))));
        assertThat(set.ok().text()).isEqualTo("{}");
        assertThat(wire.patch(path, Map.of()).ok().text()).isEqualTo("{}");
        assertThat(get(id).json().at("/model/info/tags").toString())
                .isEqualTo("[{\"key\":\"a\",\"value\":\"3\"},{\"key\":\"b/c d\",\"value\":\"x\"}]");
        assertThat(wire.delete(path + "/b%2Fc%20d", Map.of()).ok().text()).isEqualTo("{}");
        wire.delete(path + "/b%2Fc%20d", Map.of())
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "No tag with key 'b/c d'");
        assertThat(wire.send("DELETE", "/ajax-api/2.0/mlflow/" + path + "/a", null).ok().text())
                .isEqualTo("{}");
        assertThat(get(id).json().at("/model/info").has("tags")).isFalse();
    }

    @Test
    void paramsAreAddedOnceAndNeverChanged() {
        String id = created(Map.of("params", List.of(pair("a", "1"))));
        String path = "logged-models/" + id + "/params";
        Answer added = wire.post(path, Map.of("model_id", id, "params", List.of(pair("b", "2"))));
        assertThat(added.ok().text()).isEqualTo("{}");
        wire.post(path, Map.of("params", List.of(pair("c", "2")))).invalid("model_id");
        wire.post(path, Map.of("model_id", id, "params", List.of(pair("c", "1"), pair("a", "1"))))
                .invalid("'a'");
        wire.post(path, Map.of("model_id", id, "params", List.of(pair("c", "1"), pair("c", "1"))))
                .invalid("'c'");
        assertThat(get(id).json().at("/model/data/params").toString())
                .isEqualTo("[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"2\"}]");
    }

    @Test
    void aDeletedModelIsGoneAndCanBeDeletedAgain() {
        String id = created(Map.of("name", "gone"));
        for (int i = 0; i < 2; i++) {
            assertThat(wire.delete("logged-models/" + id, Map.of()).ok().text()).isEqualTo("{}");
        }
        get(id).notFound();
        wire.patch("logged-models/" + id, Map.of("model_id", id, "status", 2)).notFound();
        assertThat(search(Map.of()).text()).isEqualTo("{}");
        wire.post(
                        "runs/log-metric",
                        Map.of(
                                "run_id",
                                run,
                                "key",
                                "k",
                                "value",
                                1,
                                "timestamp",
                                1,
                                "model_id",
                                id))
                .invalid("model_id");
    }

    @Test
    void aMetricOfAModelThatIsNotThereIsRefusedAndNotLogged() {
        wire.post(
                        "runs/log-batch",
                        Map.of(
                                "run_id",
                                run,
                                "metrics",
                                List.of(
                                        Map.of(
                                                "key",
                                                "k",
                                                "value",
                                                1,
                                                "timestamp",
                                                1,
                                                "model_id",
                                                NOBODY))))
                .invalid("model_id");
        assertThat(
                        wire.get("runs/get", Map.of("run_id", run))
                                .json()
                                .at("/run/data")
                                .has("metrics"))
                .isFalse();
    }

    @Test
    void manyWritersOfOneModelDoNotDisturbEachOther() {
        String id = created(Map.of());
        Together.run(
                8,
                thread -> {
                    for (int i = 0; i < 10; i++) {
                        List<Map<String, String>> tags = new ArrayList<>();
                        for (int key = 0; key < 5; key++) {
                            tags.add(pair("k" + (key + thread) % 5, thread + "-" + i));
                        }
                        wire.patch("logged-models/" + id + "/tags", Map.of("tags", tags)).ok();
                        measure(id, "m", i, Map.of("step", i));
                    }
                    return thread;
                });
        assertThat(get(id).json().at("/model/info/tags")).hasSize(5);
        assertThat(get(id).json().at("/model/data/metrics")).hasSize(10);
    }

    private Answer search(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("experiment_ids", List.of(experiment)));
        body.putAll(more);
        return wire.post("logged-models/search", body);
    }

    private List<String> found(Map<String, ?> more) {
        return search(more).ok().json().at("/models").findValuesAsText("name");
    }

    private void models() {
        String one =
                created(
                        Map.of(
                                "name",
                                "one",
                                "model_type",
                                "tree",
                                "source_run_id",
                                run,
                                "params",
                                List.of(pair("lr", "0.1")),
                                "tags",
                                List.of(pair("team", "red"))));
        measure(one, "acc", 0.5, Map.of("dataset_name", "train", "dataset_digest", "t1"));
        measure(one, "acc", 0.9, Map.of("timestamp", 20));
        String two = created(Map.of("name", "two", "tags", List.of(pair("team", "blue"))));
        measure(two, "acc", 0.7, Map.of("dataset_name", "eval", "dataset_digest", "e1"));
        wire.patch("logged-models/" + two, Map.of("model_id", two, "status", 2)).ok();
        created(Map.of("name", "three"));
    }

    @Test
    void modelsAreFoundByWhatTheyHave() {
        models();
        Map<String, List<String>> expected =
                Map.ofEntries(
                        Map.entry("", List.of("three", "two", "one")),
                        Map.entry("name = 'one'", List.of("one")),
                        Map.entry("attributes.name = 'one'", List.of("one")),
                        Map.entry("name IN ('one', 'two')", List.of("two", "one")),
                        Map.entry("name LIKE 't%'", List.of("three", "two")),
                        Map.entry("name ILIKE 'TW_'", List.of("two")),
                        Map.entry("model_type = 'tree'", List.of("one")),
                        Map.entry("source_run_id = '" + run + "'", List.of("one")),
                        Map.entry(
                                "experiment_id = '" + experiment + "'",
                                List.of("three", "two", "one")),
                        Map.entry("status = 'READY'", List.of("two")),
                        Map.entry("metrics.acc > 0.8", List.of("one")),
                        // one's latest is 0.9
                        Map.entry("metrics.acc < 0.8", List.of("two")),
                        Map.entry("metrics.acc BETWEEN 0.6 AND 0.8", List.of("two")),
                        Map.entry("NOT metrics.acc < 0.8", List.of("three", "one")),
                        Map.entry("metrics.acc IS NULL", List.of("three")),
                        Map.entry("metrics.acc > 0.8 OR name = 'three'", List.of("three", "one")),
                        Map.entry("model_type IS NULL", List.of("three", "two")),
                        Map.entry("status IN ('pending', 'FAILED')", List.of("three", "one")),
                        Map.entry("params.lr IS NOT NULL", List.of("one")),
                        Map.entry("params.lr NOT IN ('0.1')", List.of()),
                        Map.entry("artifact_location LIKE '%'", List.of("three", "two", "one")),
                        Map.entry("metrics.acc != 0.7", List.of("one")),
                        Map.entry("params.lr = '0.1' AND tags.team = 'red'", List.of("one")),
                        Map.entry("tags.team != 'red'", List.of("two")),
                        Map.entry("creation_timestamp > 1000", List.of("three", "two", "one")),
                        Map.entry("last_updated_timestamp < 1000", List.of()));
        expected.forEach(
                (filter, names) ->
                        assertThat(found(Map.of("filter", filter))).as(filter).isEqualTo(names));
        search(Map.of("filter", "bogus = 'x'")).invalid("bogus");
        search(Map.of("filter", "  ")).invalid("filter");
        search(Map.of("filter", "name > 'a'")).invalid(">");
        search(Map.of("filter", "status = 'DONE'")).invalid("'status' is never DONE");
    }

    @Test
    void datasetsLimitWhichMeasurementsCount() {
        models();
        List<Map<String, String>> train =
                List.of(Map.of("dataset_name", "train", "dataset_digest", "t1"));
        assertThat(found(Map.of("datasets", train))).containsExactly("one");
        assertThat(found(Map.of("datasets", List.of(Map.of("dataset_name", "train")))))
                .containsExactly("one");
        assertThat(
                        found(
                                Map.of(
                                        "datasets",
                                        List.of(
                                                Map.of(
                                                        "dataset_name",
                                                        "train",
                                                        "dataset_digest",
                                                        "x")))))
                .isEmpty();
        search(Map.of("datasets", List.of(Map.of("dataset_digest", "t1"))))
                .invalid("datasets[0].dataset_name");
        Map<String, List<String>> onTrain =
                Map.of(
                        "metrics.acc > 0.8", List.of(),
                        "metrics.acc = 0.5", List.of("one"),
                        "NOT metrics.acc > 0.8", List.of("one"),
                        "metrics.acc IS NULL OR name = 'three'", List.of());
        onTrain.forEach(
                (filter, names) ->
                        assertThat(found(Map.of("datasets", train, "filter", filter)))
                                .as(filter)
                                .isEqualTo(names));
    }

    @Test
    void anOrderCountsMeasurementsOnTheDatasetsOnly() {
        models();
        List<Map<String, String>> both =
                List.of(Map.of("dataset_name", "train"), Map.of("dataset_name", "eval"));
        List<Map<String, ?>> byAccuracy =
                List.of(Map.of("field_name", "metrics.acc", "ascending", false));
        assertThat(found(Map.of("datasets", both, "order_by", byAccuracy)))
                .containsExactly("two", "one");
        String token =
                search(Map.of("datasets", both, "order_by", byAccuracy, "max_results", 1))
                        .ok()
                        .at("/next_page_token");
        search(Map.of("order_by", byAccuracy, "max_results", 1, "page_token", token))
                .invalid("page_token");
    }

    @Test
    void anOrderIsAListOfObjects() {
        models();
        Map<String, ?> byName = Map.of("field_name", "name");
        assertThat(found(Map.of("order_by", List.of(byName))))
                .containsExactly("one", "three", "two");
        assertThat(
                        found(
                                Map.of(
                                        "order_by",
                                        List.of(Map.of("field_name", "name", "ascending", false)))))
                .containsExactly("two", "three", "one");
        assertThat(found(Map.of("order_by", List.of(Map.of("field_name", "metrics.acc")))))
                .containsExactly("two", "one", "three");
        assertThat(
                        found(
                                Map.of(
                                        "order_by",
                                        List.of(
                                                Map.of(
                                                        "field_name",
                                                        "metrics.acc",
                                                        "dataset_name",
                                                        "train")))))
                .containsExactly("one", "three", "two");
        search(Map.of("order_by", List.of(Map.of("ascending", true))))
                .invalid("order_by[0].field_name");
        search(Map.of("order_by", List.of(Map.of("field_name", "bogus")))).invalid("bogus");
        search(Map.of("order_by", List.of(Map.of("field_name", "name DESC")))).invalid("order_by");
        search(Map.of("order_by", List.of(Map.of("field_name", "params.lr")))).invalid("params");
    }

    @Test
    void pagesFollowEachOtherAndTokensBelongToTheirSearch() {
        for (int i = 0; i < 5; i++) {
            created(Map.of("name", "page-" + i));
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            Answer page = search(Map.of("max_results", 2, "page_token", token)).ok();
            seen.addAll(page.json().at("/models").findValuesAsText("name"));
            token = page.at("/next_page_token");
        } while (!token.isEmpty());
        assertThat(seen).containsExactly("page-4", "page-3", "page-2", "page-1", "page-0");

        Answer exact = search(Map.of("max_results", 5)).ok();
        assertThat(exact.json().has("next_page_token")).isFalse();
        String other = search(Map.of("max_results", 2)).at("/next_page_token");
        search(Map.of("page_token", other, "filter", "name = 'x'")).invalid("page_token");
        search(Map.of("page_token", "garbage")).invalid("page_token");
        search(Map.of("max_results", 0)).invalid("max_results");
        search(Map.of("max_results", -1)).invalid("max_results");
        search(Map.of("max_results", 1001)).invalid("max_results");
    }

    @Test
    void aSearchNamesItsExperiments() {
        wire.post("logged-models/search", Map.of()).invalid("experiment_ids");
        assertThat(
                        wire.post("logged-models/search", Map.of("experiment_ids", List.of()))
                                .ok()
                                .text())
                .isEqualTo("{}");
        assertThat(
                        wire.post(
                                        "logged-models/search",
                                        Map.of("experiment_ids", List.of("99999")))
                                .ok()
                                .text())
                .isEqualTo("{}");
        wire.post("logged-models/search", Map.of("experiment_ids", List.of("abc")))
                .invalid("experiment ID");
        models();
        Golden.assertMatches(
                "logged-models/search", stable(search(Map.of("filter", "name = 'one'"))));
    }

    @Test
    void theFilesOfAModelAreListedAndRead() {
        Answer made = create(Map.of());
        String id = made.at("/model/info/model_id");
        String place = made.at("/model/info/artifact_uri").replace("mlflow-artifacts:/", "");
        for (String file : List.of("MLmodel", "data/f.bin")) {
            wire.send("PUT", "/api/2.0/mlflow-artifacts/artifacts/" + place + "/" + file, "x: 1")
                    .ok();
        }
        String path = "logged-models/" + id + "/artifacts/";
        Golden.assertMatches(
                "logged-models/artifact-directories",
                stable(wire.get(path + "directories", Map.of())));
        assertThat(
                        wire.get(path + "directories", Map.of("artifact_directory_path", "data"))
                                .at("/files/0/path"))
                .isEqualTo("data/f.bin");
        assertThat(
                        wire.get(path + "directories", Map.of("artifact_directory_path", "nope"))
                                .ok()
                                .json()
                                .has("files"))
                .isFalse();
        wire.get(path + "directories", Map.of("artifact_directory_path", "..")).invalid("path");
        assertThat(wire.get(path + "files", Map.of("artifact_file_path", "MLmodel")).ok().text())
                .isEqualTo("x: 1");
        wire.get(path + "files", Map.of()).invalid("artifact_file_path");
        wire.get(path + "files", Map.of("artifact_file_path", "../x")).invalid("path");
        wire.get(path + "files", Map.of("artifact_file_path", "data")).invalid("folder");
        wire.get(path + "files", Map.of("artifact_file_path", "nope"))
                .refused(404, "RESOURCE_DOES_NOT_EXIST", "nope");
    }
}

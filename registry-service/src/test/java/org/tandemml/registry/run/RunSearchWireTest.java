package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class RunSearchWireTest {
    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private Answer search(String experiment, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("experiment_ids", List.of(experiment)));
        body.putAll(more);
        return wire.post("runs/search", body);
    }

    private static List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.ok().json().path("runs").forEach(r -> names.add(r.at("/info/run_name").asText()));
        return names;
    }

    private String run(String experiment, String name, long start, String data) {
        String run =
                wire.post(
                                "runs/create",
                                Map.of(
                                        "experiment_id",
                                        experiment,
                                        "run_name",
                                        name,
                                        "start_time",
                                        start))
                        .ok()
                        .at("/run/info/run_id");
        wire.post("runs/log-batch", "{\"run_id\":\"" + run + "\"," + data + "}").ok();
        return run;
    }

    private String threeRuns(String name) {
        String experiment = tracking.experiment(name);
        run(
                experiment,
                "one",
                1,
                "\"metrics\":[{\"key\":\"acc\",\"value\":0.9,\"timestamp\":1}],"
                        + "\"params\":[{\"key\":\"lr\",\"value\":\"0.1\"}],"
                        + "\"tags\":[{\"key\":\"team\",\"value\":\"a\"}]");
        run(
                experiment,
                "two",
                2,
                "\"metrics\":[{\"key\":\"acc\",\"value\":\"NaN\",\"timestamp\":1}],"
                        + "\"params\":[{\"key\":\"lr\",\"value\":\"0.1\"}]");
        run(experiment, "three", 3, "\"params\":[{\"key\":\"lr\",\"value\":\"0.2\"}]");
        return experiment;
    }

    @Test
    void runsComeWithAllTheirData() {
        String experiment = threeRuns("search-data");
        tracking.assertGolden("runs/search", search(experiment, Map.of()), experiment);
    }

    @Test
    void filtersAndOrdersReachEveryKindOfData() {
        String experiment = threeRuns("search-filter");
        Map<String, List<String>> expected =
                Map.of(
                        "", List.of("three", "two", "one"),
                        "metrics.acc > 0.5 and params.lr = '0.1'", List.of("one"),
                        "metrics.acc != 3", List.of("two", "one"),
                        "params.lr LIKE '0.%'", List.of("three", "two", "one"),
                        "tags.team = 'a'", List.of("one"),
                        "tags.team != 'b'", List.of("one"),
                        "attributes.start_time >= 2", List.of("three", "two"),
                        "run_name ILIKE 'T%'", List.of("three", "two"),
                        "status = 'RUNNING' AND `Run Name` = 'one'", List.of("one"),
                        "params.never = 'x'", List.of());
        expected.forEach(
                (filter, found) ->
                        assertThat(names(search(experiment, Map.of("filter", filter))))
                                .as(filter)
                                .isEqualTo(found));
        assertThat(names(search(experiment, Map.of("order_by", List.of("metrics.acc DESC")))))
                .containsExactly("one", "two", "three");
        assertThat(
                        names(
                                search(
                                        experiment,
                                        Map.of(
                                                "order_by",
                                                List.of("params.lr DESC", "start_time ASC")))))
                .containsExactly("three", "one", "two");
    }

    @Test
    void datasetsCanBeFiltered() {
        String experiment = threeRuns("search-datasets");
        String run =
                search(experiment, Map.of("filter", "run_name = 'two'")).at("/runs/0/info/run_id");
        wire.post(
                        "runs/log-inputs",
                        Map.of(
                                "run_id",
                                run,
                                "datasets",
                                TrackingWire.datasets(
                                        "train", Map.of("name", "d", "digest", "D1"))))
                .ok();
        assertThat(names(search(experiment, Map.of("filter", "dataset.name IS NULL"))))
                .containsExactly("three", "one");
        assertThat(names(search(experiment, Map.of("filter", "NOT dataset.digest = 'D1'"))))
                .containsExactly("three", "one");
        for (String filter :
                List.of(
                        "dataset.name IS NOT NULL",
                        "dataset.name = 'd'",
                        "datasets.digest IN ('D1', 'x')",
                        "dataset.context LIKE 'tr%'")) {
            assertThat(names(search(experiment, Map.of("filter", filter))))
                    .as(filter)
                    .containsExactly("two");
        }
        assertThat(names(search(experiment, Map.of("filter", "dataset.name = 'other'")))).isEmpty();
    }

    @Test
    void filtersMayUseMoreThanMlflowKnows() {
        String experiment = threeRuns("search-more");
        Map<String, List<String>> expected =
                Map.of(
                        "metrics.acc > 0.5 OR params.lr = '0.2'", List.of("three", "one"),
                        "NOT metrics.acc > 0.5", List.of("three", "two"),
                        "NOT (metrics.acc IS NULL OR params.lr = '0.1')", List.of(),
                        "metrics.acc IS NULL", List.of("three"),
                        "tags.team IS NOT NULL", List.of("one"),
                        "start_time BETWEEN 2 AND 3 AND status IN ('RUNNING')",
                                List.of("three", "two"),
                        "(run_name = 'one' OR run_name = 'two') AND NOT tags.team = 'a'",
                                List.of("two"));
        expected.forEach(
                (filter, found) ->
                        assertThat(names(search(experiment, Map.of("filter", filter))))
                                .as(filter)
                                .isEqualTo(found));
        search(experiment, Map.of("filter", "metrics.acc > 0.5 OR"))
                .invalid("Invalid filter at position 21: expected a field");
    }

    @Test
    void pagesAreMarkedOnlyIfMoreFollows() {
        String experiment = threeRuns("search-pages");
        Answer first = search(experiment, Map.of("max_results", 2));
        assertThat(names(first)).containsExactly("three", "two");
        Answer second =
                search(
                        experiment,
                        Map.of("max_results", 2, "page_token", first.at("/next_page_token")));
        assertThat(names(second)).containsExactly("one");
        assertThat(second.json().has("next_page_token")).isFalse();
        assertThat(search(experiment, Map.of("max_results", 3)).json().has("next_page_token"))
                .isFalse();
        search(
                        experiment,
                        Map.of(
                                "max_results",
                                2,
                                "filter",
                                "start_time > 0",
                                "page_token",
                                first.at("/next_page_token")))
                .invalid("page_token");
    }

    @Test
    void deletedRunsAreShownOnlyWhenAskedFor() {
        String experiment = threeRuns("search-deleted");
        String run =
                search(experiment, Map.of("filter", "run_name = 'two'")).at("/runs/0/info/run_id");
        wire.post("runs/delete", Map.of("run_id", run)).ok();
        assertThat(names(search(experiment, Map.of()))).containsExactly("three", "one");
        assertThat(names(search(experiment, Map.of("run_view_type", "DELETED_ONLY"))))
                .containsExactly("two");
        assertThat(names(search(experiment, Map.of("run_view_type", 3)))).hasSize(3);
        search(experiment, Map.of("run_view_type", "XX")).invalid("'run_view_type'");
    }

    @Test
    void onlyTheNamedExperimentsAreSearched() {
        String one = threeRuns("search-in-1");
        String two = threeRuns("search-in-2");
        String none = tracking.experiment("search-in-3");
        assertThat(names(search(none, Map.of()))).isEmpty();
        assertThat(search(none, Map.of()).text()).isEqualTo("{}");
        assertThat(wire.post("runs/search", Map.of("experiment_ids", List.of())).ok().text())
                .isEqualTo("{}");
        assertThat(wire.post("runs/search", Map.of()).ok().text()).isEqualTo("{}");
        assertThat(
                        names(
                                wire.post(
                                        "runs/search",
                                        "{\"experiment_ids\":[" + one + ",\"" + two + "\"]}")))
                .containsExactly("three", "three", "two", "two", "one", "one");
        search("x", Map.of()).invalid("valid integer");
    }

    @Test
    void whatIsMalformedIsRefused() {
        String experiment = threeRuns("search-bad");
        for (Object size : List.of(0, -1, 50_001, "x", 1.5)) {
            search(experiment, Map.of("max_results", size)).invalid("'max_results'");
        }
        for (String filter : List.of(" ", "x", "metrics.acc > 'a'", "params.lr = 1", "a.b = 'c'")) {
            search(experiment, Map.of("filter", filter)).invalid("");
        }
        search(experiment, Map.of("order_by", List.of("dataset.name"))).invalid("");
        search(experiment, Map.of("order_by", "start_time")).invalid("'order_by'");
        search(experiment, Map.of("page_token", "garbage")).invalid("page_token");
    }
}

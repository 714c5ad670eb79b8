package org.tandemml.registry.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

@QuarkusTest
class RunConcurrencyTest {
    private static final int WRITERS = 8;

    private final MlflowWire wire = new MlflowWire();
    private final TrackingWire tracking = new TrackingWire(wire);

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> call : pool.invokeAll(calls)) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Map<String, Object>> shuffled(
            String prefix, int count, Object value, long seed) {
        List<Map<String, Object>> entries =
                new ArrayList<>(
                        IntStream.range(0, count)
                                .mapToObj(
                                        i ->
                                                Map.<String, Object>of(
                                                        "key",
                                                        prefix + i,
                                                        "value",
                                                        value,
                                                        "timestamp",
                                                        1))
                                .toList());
        Collections.shuffle(entries, new Random(seed));
        return entries;
    }

    /** New keys and rows in another order from every writer: the classic way into a deadlock. */
    @Test
    void writersOfTheSameRunDoNotHinderEachOther() throws Exception {
        String run = tracking.runOf("race-batch");
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int writer = i;
            Map<String, Object> batch =
                    Map.of(
                            "run_id",
                            run,
                            "metrics",
                            shuffled("race-m-", 100, writer, writer),
                            "params",
                            shuffled("race-p-", 30, "same", writer),
                            "tags",
                            shuffled("race-t-", 30, "v" + writer, writer));
            calls.add(() -> wire.post("runs/log-batch", batch));
            calls.add(
                    () ->
                            wire.post(
                                    "runs/update",
                                    Map.of("run_id", run, "run_name", "n" + writer)));
            calls.add(
                    () ->
                            wire.post(
                                    "runs/set-tag",
                                    Map.of(
                                            "run_id",
                                            run,
                                            "key",
                                            "mlflow.runName",
                                            "value",
                                            "t" + writer)));
        }
        assertThat(atOnce(calls)).allSatisfy(Answer::ok);
        Answer shown = tracking.getRun(run);
        assertThat(shown.json().at("/run/data/metrics")).hasSize(100);
        assertThat(shown.json().at("/run/data/metrics"))
                .allSatisfy(metric -> assertThat(metric.get("value").asDouble()).isEqualTo(39));
        assertThat(shown.json().at("/run/data/params")).hasSize(30);
        for (var tag : shown.json().at("/run/data/tags")) {
            if (tag.get("key").textValue().equals("mlflow.runName")) {
                assertThat(shown.at("/run/info/run_name")).isEqualTo(tag.get("value").textValue());
            }
        }
    }

    @Test
    void ofManyValuesOfAParamOneWinsAndItsBatchIsWhole() throws Exception {
        String run = tracking.runOf("race-param");
        List<Callable<Answer>> calls =
                IntStream.range(0, 24)
                        .<Callable<Answer>>mapToObj(
                                writer ->
                                        () ->
                                                wire.post(
                                                        "runs/log-batch",
                                                        Map.of(
                                                                "run_id",
                                                                run,
                                                                "params",
                                                                shuffled(
                                                                        "one-of-",
                                                                        20,
                                                                        "v" + writer,
                                                                        writer))))
                        .toList();
        List<Answer> answers = atOnce(calls);
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 200)
                .forEach(answer -> answer.invalid("Changing param values is not allowed"));
        var params = tracking.getRun(run).json().at("/run/data/params");
        assertThat(params).hasSize(20);
        assertThat(params)
                .allSatisfy(
                        param ->
                                assertThat(param.get("value"))
                                        .isEqualTo(params.get(0).get("value")));
    }

    @Test
    void repeatedPointsFromManyWritersAreKeptOnce() throws Exception {
        String run = tracking.runOf("race-points");
        Callable<Answer> call = () -> tracking.logMetric(run, "a", "NaN", 1, 1);
        assertThat(atOnce(Collections.nCopies(32, call))).allSatisfy(Answer::ok);
        assertThat(
                        wire.get("metrics/get-history", Map.of("run_id", run, "metric_key", "a"))
                                .json()
                                .at("/metrics"))
                .hasSize(1);
    }

    @Test
    void datasetsLoggedAtOnceAreOne() throws Exception {
        String experiment = tracking.experiment("race-datasets");
        List<Map<String, Object>> datasets =
                new ArrayList<>(
                        IntStream.range(0, 10)
                                .mapToObj(
                                        i ->
                                                Map.<String, Object>of(
                                                        "dataset",
                                                        Map.of("name", "d" + i, "digest", "x")))
                                .toList());
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String run = tracking.run(experiment);
            Collections.shuffle(datasets, new Random(i));
            Map<String, Object> request = Map.of("run_id", run, "datasets", List.copyOf(datasets));
            calls.add(() -> wire.post("runs/log-inputs", request));
        }
        assertThat(atOnce(calls)).allSatisfy(Answer::ok);
    }
}

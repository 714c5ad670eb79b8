package org.tandemml.registry.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.tandemml.registry.testing.MlflowWire.Answer;

/** Makes experiments and runs that tests then work with. */
public final class TrackingWire {
    private static final AtomicLong START = new AtomicLong(1000);

    private final MlflowWire wire;

    public TrackingWire(MlflowWire wire) {
        this.wire = wire;
    }

    /** Makes an experiment; answers its id. */
    public String experiment(String name) {
        return wire.post("experiments/create", Map.of("name", name)).ok().at("/experiment_id");
    }

    /** Makes a run, each with a later start time than the one before; answers its id. */
    public String run(String experimentId) {
        return wire.post(
                        "runs/create",
                        Map.of(
                                "experiment_id",
                                experimentId,
                                "start_time",
                                START.incrementAndGet()))
                .ok()
                .at("/run/info/run_id");
    }

    /** Makes an experiment with one run; answers the run's id. */
    public String runOf(String experimentName) {
        return run(experiment(experimentName));
    }

    /** Shows a run. */
    public Answer getRun(String runId) {
        return wire.get("runs/get", Map.of("run_id", runId)).ok();
    }

    /** Logs one point. */
    public Answer logMetric(String runId, String key, Object value, long timestamp, long step) {
        return wire.post(
                "runs/log-batch",
                Map.of(
                        "run_id",
                        runId,
                        "metrics",
                        List.of(
                                Map.of(
                                        "key",
                                        key,
                                        "value",
                                        value,
                                        "timestamp",
                                        timestamp,
                                        "step",
                                        step))));
    }

    /** The datasets of a {@code runs/log-inputs}: one, in this context. */
    public static List<?> datasets(String context, Map<String, String> dataset) {
        return List.of(
                Map.of(
                        "tags",
                        List.of(Map.of("key", "mlflow.data.context", "value", context)),
                        "dataset",
                        dataset));
    }

    /** Compares an answer with its golden file; the experiment's id differs from run to run. */
    public void assertGolden(String name, Answer answer, String experimentId) {
        String text =
                answer.ok()
                        .text()
                        .replace("\"" + experimentId + "\"", "\"<experiment>\"")
                        .replace(
                                "mlflow-artifacts:/" + experimentId,
                                "mlflow-artifacts:/<experiment>");
        Golden.assertMatches(name, new Answer(200, text).json());
    }
}

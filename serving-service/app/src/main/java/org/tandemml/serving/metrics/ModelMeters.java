package org.tandemml.serving.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What is counted for one model version. The meters are looked up once, not per request. */
public final class ModelMeters implements AutoCloseable {
    private static final int MAX_STATUS = 600;
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final String model;
    private final String version;
    private final Timer timer;
    private final AtomicReferenceArray<@Nullable Counter> byStatus =
            new AtomicReferenceArray<>(MAX_STATUS);

    ModelMeters(MeterRegistry registry, String model, String version) {
        this.registry = registry;
        this.model = model;
        this.version = version;
        this.timer =
                Timer.builder("tandem.prediction")
                        .description("Time to check a body, score it and write the answer")
                        .tag("model", model)
                        .tag("version", version)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
        counter(200);
    }

    /**
     * Counts a request that this version answered.
     *
     * @param status of the answer
     * @param nanos from the moment that its body was here
     */
    public void answered(int status, long nanos) {
        Counter counter = byStatus.get(status);
        (counter == null ? counter(status) : counter).increment();
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter counter(int status) {
        Counter counter =
                Counter.builder("tandem.predictions")
                        .description("Prediction requests by the status of their answer")
                        .tag("model", model)
                        .tag("version", version)
                        .tag("status", Integer.toString(status))
                        .register(registry);
        byStatus.set(status, counter);
        return counter;
    }

    /** Removes the meters, so that swaps leave none behind. */
    @Override
    public void close() {
        List<Counter> counters = new ArrayList<>();
        for (int status = 0; status < MAX_STATUS; status++) {
            Counter counter = byStatus.get(status);
            if (counter != null) {
                counters.add(counter);
            }
        }
        counters.forEach(registry::remove);
        registry.remove(timer);
    }
}

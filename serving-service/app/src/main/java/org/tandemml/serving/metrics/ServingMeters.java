package org.tandemml.serving.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of this service. Names end up with {@code _total} and {@code _seconds} as usual. */
@Singleton
public class ServingMeters {
    private final MeterRegistry registry;

    public ServingMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The meters of one model version; removed again when it is closed. */
    public ModelMeters model(String model, String version) {
        return new ModelMeters(registry, model, version);
    }

    /** A model went live in a slot, replacing another one or nothing. */
    public void swapped(String model) {
        counter("tandem.model.swaps", "Models that went live", model).increment();
    }

    /** A load did not end with a model. */
    public void loadFailed(String model) {
        counter("tandem.model.load.failures", "Loads that failed", model).increment();
    }

    /** The registry did not answer a poll. */
    public void pollFailed() {
        Counter.builder("tandem.registry.poll.failures")
                .description("Polls that the registry did not answer")
                .register(registry)
                .increment();
    }

    /** A request was refused because too many were at work. */
    public void shed() {
        Counter.builder("tandem.predictions.shed")
                .description("Requests refused because too many were at work")
                .register(registry)
                .increment();
    }

    /** Shows how many requests are at work. */
    public void watchInFlight(AtomicInteger inFlight) {
        registry.gauge("tandem.predictions.in.flight", inFlight);
    }

    private Counter counter(String name, String description, String model) {
        return Counter.builder(name)
                .description(description)
                .tag("model", model)
                .register(registry);
    }
}

package org.tandemml.registry.webhook.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What is counted of the messages to webhooks. */
@Singleton
class DeliveryMeters {
    private final Counter accepted;
    private final Counter retried;
    private final Counter failed;

    DeliveryMeters(MeterRegistry registry) {
        accepted = counter(registry, "accepted");
        retried = counter(registry, "retried");
        failed = counter(registry, "failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tandem.webhook.deliveries")
                .description(
                        "Messages sent to webhooks, by what came of it: retried is sent again,"
                                + " failed is not")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** The receiver has it. */
    void accepted() {
        accepted.increment();
    }

    /** It was not accepted this time. */
    void retried() {
        retried.increment();
    }

    /** It was not accepted, and is given up. */
    void failed() {
        failed.increment();
    }
}

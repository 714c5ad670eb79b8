package org.tandemml.registry.event;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Dispatches events soon after they happened here, and regularly, for those of other replicas and
 * of processes that were killed.
 */
@Singleton
final class EventDispatch {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Under load, many events make one transaction. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final EventBatches batches;
    private final Pulse pulse = new Pulse("tandem-events", PERIOD, PAUSE, this::dispatch);

    EventDispatch(EventBatches batches) {
        this.batches = batches;
    }

    void start(@Observes StartupEvent started) {
        pulse.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        pulse.stop();
    }

    void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) EventsAppended events) {
        pulse.nudge();
    }

    private void dispatch() {
        if (batches.dispatch() != EventBatches.Result.NONE_LEFT) {
            pulse.nudge();
        }
    }
}

package org.tandemml.registry.webhook.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.tandemml.registry.event.Pulse;
import org.tandemml.registry.webhook.settings.WebhookConfig;

/**
 * Sends the messages that wait, each again until the receiver has it or has failed too often.
 * Nobody waits for it: not the change that is told of, and no receiver for another one.
 */
@Singleton
final class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** After so many messages of one lane, others get their turn. */
    private static final int MAX_IN_A_ROW = 50;

    private static final long STOP_SECONDS = 8;
    private static final long IDLE_SECONDS = 30;

    private final DeliveryQueue queue;
    private final Transmitter transmitter;
    private final Clock clock;
    private final DeliveryMeters meters;
    private final int maxRetries;
    private final Backoff backoff = new Backoff();
    private final Workload workload = new Workload();
    private final Pulse pulse = new Pulse("tandem-webhooks", PERIOD, PAUSE, this::fill);

    /** Has no limit of its own: the workload has. */
    private final ExecutorService workers =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    work -> {
                        Thread thread = new Thread(work, "tandem-webhook");
                        thread.setDaemon(true);
                        return thread;
                    });

    Sender(
            DeliveryQueue queue,
            Transmitter transmitter,
            Clock clock,
            DeliveryMeters meters,
            WebhookConfig config) {
        this.queue = queue;
        this.transmitter = transmitter;
        this.clock = clock;
        this.meters = meters;
        this.maxRetries = config.maxRetries();
    }

    void start(@Observes StartupEvent started) {
        pulse.start();
    }

    /** What is being sent may end; what cannot is sent again by whoever takes it next. */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        pulse.stop();
        workers.shutdown();
        if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
    }

    void planned(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveriesPlanned planned) {
        pulse.nudge();
    }

    private void fill() {
        int room = workload.room();
        while (room > 0) {
            List<Delivery> taken = queue.claim(clock.instant(), workload.full(), room);
            for (Delivery delivery : taken) {
                workload.begin(delivery.webhookNumber());
                workers.execute(() -> work(delivery));
            }
            room = taken.isEmpty() ? 0 : workload.room();
        }
    }

    private void work(Delivery first) {
        try {
            Optional<Delivery> next = Optional.of(first);
            for (int i = 1; next.isPresent(); i++) {
                next = attempt(next.get(), i < MAX_IN_A_ROW);
            }
        } catch (RuntimeException failure) {
            // The lease ends, and somebody sends it again.
            LOG.warnf(
                    "What came of a message of webhook %s could not be written down: %s",
                    first.webhookId(), failure.getMessage());
        } finally {
            workload.end(first.webhookNumber());
            pulse.nudge();
        }
    }

    /** Sends a message once; the next one of its lane, if that is to be sent now. */
    private Optional<Delivery> attempt(Delivery delivery, boolean more) {
        Outcome outcome =
                transmitter.send(
                        delivery.receiver(), delivery.id(), delivery.body(), delivery.attempts());
        workload.attempted(delivery.webhookNumber(), outcome.isAccepted());
        if (outcome.kind() == Outcome.Kind.RETRY && delivery.attempts() < maxRetries) {
            Duration wait = backoff.after(delivery.attempts() + 1, outcome.pause());
            meters.retried();
            said(delivery, outcome, "again in " + wait.toMillis() + " ms");
            queue.retry(delivery, clock.instant().plus(wait));
            return Optional.empty();
        }
        if (outcome.isAccepted()) {
            meters.accepted();
        } else {
            meters.failed();
            said(delivery, outcome, "given up");
        }
        return queue.remove(delivery, clock.instant(), more);
    }

    /** One line for each failure; what the message holds is nobody's business here. */
    private static void said(Delivery delivery, Outcome outcome, String next) {
        LOG.warnf(
                "event=webhook_not_told webhook=%s of=%s delivery=%s attempt=%d next=\"%s\""
                        + " reason=\"%s\"",
                delivery.webhookId(),
                delivery.event(),
                delivery.id(),
                delivery.attempts() + 1,
                next,
                outcome.reason());
    }
}

package org.tandemml.serving.scoring;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.config.ServingSettings;
import org.tandemml.serving.engine.enforce.ScoringRequest;
import org.tandemml.serving.load.BodyFormat;
import org.tandemml.serving.load.Cost;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.slot.Serving;
import org.tandemml.serving.slot.Slot;

/**
 * Answers a prediction request with the model that its slot serves at that moment: on the event
 * loop if it is expected to be cheap, else in the slot's lane.
 */
@Singleton
class Scorer {
    private static final long IDLE_SECONDS = 10;

    private final long eventLoopLimitNanos;
    private final Duration timeout;
    private final ExecutorService threads;
    private final WorkLanes lanes;

    Scorer(ServingSettings settings) {
        this.eventLoopLimitNanos = settings.eventLoopLimit().toNanos();
        this.timeout = settings.requestTimeout();
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "tandem-score");
                            thread.setDaemon(true);
                            return thread;
                        });
        this.lanes = new WorkLanes(threads, Runtime.getRuntime().availableProcessors());
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }

    /**
     * A request's body and what its headers say about it.
     *
     * @param strict whether it asks for strict enforcement
     */
    record Request(byte[] body, BodyFormat format, boolean strict) {}

    Uni<Response> score(Slot slot, Request request) {
        long start = System.nanoTime();
        Serving serving = slot.acquire();
        LoadedModel model = serving.model();
        Cost cost = model.cost();
        boolean handedOver = false;
        try {
            long parseNanos = cost.parseNanos(request.body().length);
            if (parseNanos > eventLoopLimitNanos) {
                handedOver = true;
                return later(slot, serving, start, () -> model.score(read(model, request)));
            }
            ScoringRequest rows = read(model, request);
            if (parseNanos + cost.scoreNanos(rows.table().rows()) > eventLoopLimitNanos) {
                handedOver = true;
                return later(slot, serving, start, () -> model.score(rows));
            }
            return Uni.createFrom().item(answer(serving, start, () -> model.score(rows)));
        } catch (TandemException refused) {
            return Uni.createFrom().item(failed(serving, start, refused));
        } finally {
            if (!handedOver) {
                serving.release();
            }
        }
    }

    private static ScoringRequest read(LoadedModel model, Request request) {
        return model.read(request.body(), request.format(), request.strict());
    }

    private static Response answer(Serving serving, long start, Supplier<byte[]> work) {
        try {
            Response response = Answers.predictions(serving, work.get());
            serving.meters().answered(200, System.nanoTime() - start);
            return response;
        } catch (Throwable failure) {
            return failed(serving, start, failure);
        }
    }

    private static Response failed(Serving serving, long start, Throwable failure) {
        Response response = Answers.failure(serving, failure);
        serving.meters().answered(response.getStatus(), System.nanoTime() - start);
        return response;
    }

    private Uni<Response> later(Slot slot, Serving serving, long start, Supplier<byte[]> work) {
        return Uni.createFrom()
                .<Response>emitter(emitter -> enqueue(slot, serving, start, work, emitter))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> failed(serving, start, late()));
    }

    private void enqueue(
            Slot slot,
            Serving serving,
            long start,
            Supplier<byte[]> work,
            UniEmitter<? super Response> emitter) {
        AtomicBoolean abandoned = new AtomicBoolean();
        emitter.onTermination(() -> abandoned.set(true));
        lanes.execute(
                slot.key(),
                () -> {
                    try {
                        if (!abandoned.get()) {
                            emitter.complete(answer(serving, start, work));
                        }
                    } finally {
                        serving.release();
                    }
                });
    }

    private TandemException late() {
        return new TandemException(
                ErrorCode.DEADLINE_EXCEEDED,
                "The prediction took longer than the "
                        + timeout.toMillis()
                        + " ms that a request is given.");
    }
}

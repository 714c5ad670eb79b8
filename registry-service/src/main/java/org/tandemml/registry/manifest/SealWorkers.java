package org.tandemml.registry.manifest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.tandemml.model.TandemException;

/**
 * The threads that seal. Small folders are read while whoever registers them waits a moment; large
 * ones, and what other processes left undone, are taken one after the other by a few threads.
 */
@Singleton
public final class SealWorkers {
    private static final Logger LOG = Logger.getLogger(SealWorkers.class);

    private static final long PROMPT_BYTES = 64L << 20;
    private static final long PROMPT_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 25;
    private static final int PROMPT_THREADS = 4;
    private static final int PROMPT_QUEUE = 256;

    private static final int STEADY_THREADS = 2;
    private static final long LOOK_MILLIS = 2_000;
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long STOP_SECONDS = 3;

    private final SealTasks tasks;
    private final Sealer sealer;
    private final ExecutorService prompt;
    private final ExecutorService steady;
    private final Semaphore work = new Semaphore(0);

    SealWorkers(SealTasks tasks, Sealer sealer) {
        this.tasks = tasks;
        this.sealer = sealer;
        this.prompt =
                new ThreadPoolExecutor(
                        PROMPT_THREADS,
                        PROMPT_THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(PROMPT_QUEUE),
                        threads("tandem-seal-prompt"));
        this.steady = Executors.newFixedThreadPool(STEADY_THREADS, threads("tandem-seal"));
    }

    private static ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void start(@Observes StartupEvent started) {
        for (int i = 0; i < STEADY_THREADS; i++) {
            steady.execute(this::workOn);
        }
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        prompt.shutdownNow();
        steady.shutdownNow();
        prompt.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        steady.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Seals a small folder while the caller waits; after a second at most the caller goes on and
     * the work does too. Call it after the transaction that began the task.
     */
    public void sealPromptly(Manifests.Begun begun) {
        Optional<SealTask> task = begun.task();
        if (task.isPresent()) {
            submit(task.get());
        } else {
            awaitOther(begun.manifestId());
        }
        work.release();
    }

    private void submit(SealTask task) {
        try {
            Future<?> done = prompt.submit(() -> sealer.run(task, PROMPT_BYTES));
            done.get(PROMPT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException full) {
            tasks.release(task);
        } catch (TimeoutException slow) {
            LOG.debugf("event=seal_goes_on folder=\"%s\"", task.folder());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            // The claim expires, and the work is done then.
            LOG.warnf(failed.getCause(), "event=seal_interrupted folder=\"%s\"", task.folder());
        }
    }

    /** Somebody seals the same folder already. */
    private void awaitOther(long manifestId) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROMPT_MILLIS);
        try {
            while (System.nanoTime() < deadline && tasks.isPending(manifestId)) {
                Thread.sleep(JOIN_MILLIS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOn() {
        long tidied = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Optional<SealTask> task = tasks.claimNext();
                if (task.isPresent()) {
                    sealer.run(task.get(), Long.MAX_VALUE);
                    continue;
                }
                if (System.nanoTime() - tidied > TIDY_NANOS) {
                    tidied = System.nanoTime();
                    tasks.tidy();
                }
            } catch (TandemException failed) {
                // While the database is away, DatabaseWatch has said so already.
                LOG.log(
                        failed.code().isPassing() ? Level.DEBUG : Level.ERROR,
                        "event=seal_worker_failed",
                        failed);
            } catch (RuntimeException defect) {
                // A thread that ends would never work again.
                LOG.error("event=seal_worker_failed", defect);
            }
            rest();
        }
    }

    private void rest() {
        try {
            if (work.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}

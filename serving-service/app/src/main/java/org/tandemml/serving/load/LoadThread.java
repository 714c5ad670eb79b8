package org.tandemml.serving.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * Runs the reading of one model file on a thread of its own, so that a hostile or broken file costs
 * a refused load and nothing else: not the stack, not the time of any other thread.
 */
final class LoadThread {
    private static final Logger LOG = Logger.getLogger(LoadThread.class);

    private final Duration deadline;
    private final long stackBytes;

    LoadThread(Duration deadline, long stackBytes) {
        this.deadline = deadline;
        this.stackBytes = stackBytes;
    }

    /** Reads a model. */
    @FunctionalInterface
    interface Load {
        LoadedModel run() throws ModelLoadException;
    }

    /**
     * Runs a load to its end or to the deadline; a model that comes later is closed.
     *
     * @param label names the model
     */
    LoadedModel run(String label, Load load) throws ModelLoadException {
        CompletableFuture<LoadedModel> result = new CompletableFuture<>();
        Thread thread =
                new Thread(null, () -> run(load, result), "tandem-load " + label, stackBytes);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw abandon(
                    thread,
                    result,
                    "it was not loaded within " + deadline.toSeconds() + " seconds",
                    late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw abandon(thread, result, "this process is stopping", stopping);
        } catch (ExecutionException failed) {
            throw refusal(label, failed.getCause());
        }
    }

    private static void run(Load load, CompletableFuture<LoadedModel> result) {
        LoadedModel model;
        try {
            model = load.run();
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
            return;
        }
        if (!result.complete(model)) {
            model.close();
        }
    }

    private static ModelLoadException abandon(
            Thread thread, CompletableFuture<LoadedModel> result, String reason, Exception cause) {
        ModelLoadException refusal = new ModelLoadException(reason, cause);
        if (!result.completeExceptionally(refusal)) {
            result.thenAccept(LoadedModel::close);
        }
        thread.interrupt();
        return refusal;
    }

    private static ModelLoadException refusal(
            String label, @org.jspecify.annotations.Nullable Throwable cause) {
        if (cause instanceof ModelLoadException refused) {
            return refused;
        }
        if (cause instanceof StackOverflowError) {
            return new ModelLoadException("it is nested too deeply to be read", cause);
        }
        if (cause instanceof OutOfMemoryError) {
            return new ModelLoadException("it does not fit into this process's memory", cause);
        }
        LOG.errorf(cause, "event=load_defect model=%s", label);
        return new ModelLoadException("reading it failed unexpectedly; see the log", cause);
    }
}

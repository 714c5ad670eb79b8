package org.tandemml.serving.engine.zoo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.OpenModel;

/** Opens a folder as the application does, on a thread of its own, and says how it was refused. */
public final class Refusal {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long STACK_BYTES = 1L << 20;

    private Refusal() {}

    /**
     * The reason for which a model is not served; null if it is.
     *
     * @throws AssertionError if it ended in anything but a refusal, or not within the deadline
     */
    public static @Nullable String of(ModelRuntime runtime, ZooModel zoo) {
        AtomicReference<@Nullable String> reason = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> unexpected = new AtomicReference<>();
        Thread loader =
                new Thread(
                        null,
                        () -> {
                            try {
                                load(runtime, zoo);
                            } catch (ModelLoadException | TandemException refused) {
                                reason.set(refused.getMessage());
                            } catch (StackOverflowError | OutOfMemoryError exhausted) {
                                reason.set("exhausted: " + exhausted.getClass().getSimpleName());
                            } catch (RuntimeException | Error failure) {
                                unexpected.set(failure);
                            }
                        },
                        "loader of " + zoo.name(),
                        STACK_BYTES);
        loader.setDaemon(true);
        loader.start();
        try {
            loader.join(DEADLINE.toMillis());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        if (loader.isAlive()) {
            throw new AssertionError(zoo + " was not refused within " + DEADLINE);
        }
        if (unexpected.get() != null) {
            throw new AssertionError(zoo + " ended unexpectedly", unexpected.get());
        }
        return reason.get();
    }

    private static void load(ModelRuntime runtime, ZooModel zoo) throws ModelLoadException {
        MlModel mlmodel = zoo.mlmodel();
        try (OpenModel model = runtime.open(zoo.modelFolder(), mlmodel)) {
            Signature signature = mlmodel.signature();
            Schema inputs = signature == null ? null : signature.inputs();
            model.bind(inputs == null ? model.inputs() : inputs);
        }
    }
}

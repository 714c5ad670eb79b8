package org.tandemml.serving.slot;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.metrics.ModelMeters;

/**
 * A loaded model and how many requests use it now. Once it is retired no request may begin to use
 * it; when the last one has ended, it is handed over to be closed, exactly once.
 */
public final class Serving {
    private static final long RETIRED = 1L << 62;

    private final LoadedModel model;
    private final ModelMeters meters;
    private final Consumer<Serving> whenDrained;
    private final String asciiLabel;
    private final AtomicLong users = new AtomicLong();

    Serving(LoadedModel model, ModelMeters meters, Consumer<Serving> whenDrained) {
        this.model = model;
        this.meters = meters;
        this.whenDrained = whenDrained;
        this.asciiLabel = ascii(model.release().label());
    }

    /** Headers hold ASCII only: all else is percent-encoded. */
    private static String ascii(String label) {
        StringBuilder text = new StringBuilder();
        for (byte unit : label.getBytes(StandardCharsets.UTF_8)) {
            if (unit > 0x20 && unit < 0x7f) {
                text.append((char) unit);
            } else {
                text.append(String.format("%%%02X", unit & 0xff));
            }
        }
        return text.toString();
    }

    /** As headers name it: {@code breast-cancer/2}. */
    public String asciiLabel() {
        return asciiLabel;
    }

    /** The model; open until {@link #release} is called by who acquired it. */
    public LoadedModel model() {
        return model;
    }

    /** What is counted for it. */
    public ModelMeters meters() {
        return meters;
    }

    /** Begins to use the model; false if it is retired. */
    boolean tryAcquire() {
        long now = users.get();
        while ((now & RETIRED) == 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Ends the use that {@link Slot#acquire} began. */
    public void release() {
        if (users.decrementAndGet() == RETIRED) {
            whenDrained.accept(this);
        }
    }

    /** Lets no further request in. Idempotent. */
    void retire() {
        if (users.getAndUpdate(now -> now | RETIRED) == 0) {
            whenDrained.accept(this);
        }
    }
}

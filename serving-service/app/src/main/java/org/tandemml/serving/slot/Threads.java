package org.tandemml.serving.slot;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The threads of the slow path: named, and no reason for the process to stay. */
final class Threads {
    private static final Logger LOG = Logger.getLogger(Threads.class);
    private static final long LONGEST_STOP_SECONDS = 3;

    private Threads() {}

    static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits a little for an executor that was told to end. */
    static void await(ExecutorService ending, String otherwise) {
        try {
            if (!ending.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(otherwise);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

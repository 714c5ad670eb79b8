package org.tandemml.serving.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What scoring leaves to the garbage collector. */
public final class Garbage {
    private static final int RUNS = 10_000;

    /**
     * The two questions themselves cost a few bytes; the smallest object a run would be 160,000.
     */
    private static final long NOTHING = 5_000;

    private Garbage() {}

    /** Fails if something that has run once makes an object when it runs again. */
    public static void assertNone(String what, Runnable scoring) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        scoring.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            scoring.run();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes of %s runs of %s", RUNS, what).isLessThan(NOTHING);
    }
}

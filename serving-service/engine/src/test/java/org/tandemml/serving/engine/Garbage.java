package org.tandemml.serving.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What scoring leaves to the garbage collector. */
public final class Garbage {
    private static final int RUNS = 10_000;
    private static final int ROUNDS = 3;

    /**
     * The two questions themselves cost a few bytes; the smallest object a run would be 160,000.
     */
    private static final long NOTHING = 5_000;

    private Garbage() {}

    /**
     * Fails if something makes an object whenever it runs. The least of some rounds counts: what
     * the JVM itself makes while it links and compiles belongs to one of them.
     */
    public static void assertNone(String what, Runnable scoring) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                scoring.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes of %s runs of %s", RUNS, what).isLessThan(NOTHING);
    }
}

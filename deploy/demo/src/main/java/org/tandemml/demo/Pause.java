package org.tandemml.demo;

/** Waiting for something, with an end. */
final class Pause {
    private static final long MILLIS = 100;

    private Pause() {}

    /**
     * A short pause.
     *
     * @param deadline of {@code System.nanoTime()}
     * @param what is waited for
     * @throws DemoException if the deadline has passed
     */
    static void orGiveUp(long deadline, String what) {
        if (System.nanoTime() - deadline > 0) {
            throw new DemoException("Waited in vain for " + what);
        }
        millis(MILLIS);
    }

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", interrupted);
        }
    }
}

package org.tandemml.registry.event;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.tandemml.model.TandemException;

/**
 * A thread that does the same work again and again: when it is nudged, and regularly in case a
 * nudge came from elsewhere. Work that fails is tried again with the next beat.
 */
public final class Pulse {
    private static final Logger LOG = Logger.getLogger(Pulse.class);
    private static final long STOP_MILLIS = 5_000;

    private final Duration period;
    private final Duration pause;
    private final Runnable work;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    /**
     * Makes a pulse that does not beat yet.
     *
     * @param name of the thread
     * @param period the longest time between two beats
     * @param pause the shortest time between two beats
     */
    public Pulse(String name, Duration period, Duration pause, Runnable work) {
        this.period = period;
        this.pause = pause;
        this.work = work;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to beat. */
    public void start() {
        thread.start();
    }

    /** Asks for a beat; many nudges may make one beat, but one that begins after the last. */
    public void nudge() {
        nudges.release();
    }

    /** Ends after the work that is being done, for which it waits a few seconds. */
    public void stop() {
        stopped = true;
        nudges.release();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                beat();
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                if (nudges.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS)) {
                    nudges.drainPermits();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            work.run();
            failing = false;
        } catch (TandemException foreseen) {
            // While the database is away this fails at every beat: it is said once.
            if (!failing) {
                LOG.warnf("%s waits: %s", thread.getName(), foreseen.getMessage());
            }
            failing = true;
        } catch (RuntimeException defect) {
            if (!failing) {
                LOG.errorf(defect, "%s failed; it goes on", thread.getName());
            }
            failing = true;
        }
    }
}

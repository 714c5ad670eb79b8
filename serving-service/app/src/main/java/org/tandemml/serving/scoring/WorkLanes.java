package org.tandemml.serving.scoring;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.naming.SlotKey;

/**
 * Expensive work, off the event loop. Each slot has a lane of its own that runs as many pieces at a
 * time as there are processors, so that a slow model fills its own lane and delays no other one.
 */
final class WorkLanes {
    private static final Logger LOG = Logger.getLogger(WorkLanes.class);

    private final Executor threads;
    private final int width;
    private final Map<SlotKey, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * @param threads starts a thread whenever none is idle
     * @param width how many pieces of one slot run at a time
     */
    WorkLanes(Executor threads, int width) {
        this.threads = threads;
        this.width = width;
    }

    /** Runs a piece of work when its turn comes. */
    void execute(SlotKey slot, Runnable work) {
        lanes.computeIfAbsent(slot, key -> new Lane()).add(work);
    }

    private final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;

        void add(Runnable work) {
            synchronized (this) {
                if (running >= width) {
                    waiting.add(work);
                    return;
                }
                running++;
            }
            threads.execute(() -> runFrom(work));
        }

        private void runFrom(Runnable first) {
            Runnable work = first;
            while (work != null) {
                try {
                    work.run();
                } catch (RuntimeException | Error defect) {
                    // The lane's other work is not to suffer.
                    LOG.error("event=work_defect", defect);
                }
                work = next();
            }
        }

        private synchronized @Nullable Runnable next() {
            Runnable next = waiting.poll();
            if (next == null) {
                running--;
            }
            return next;
        }
    }
}

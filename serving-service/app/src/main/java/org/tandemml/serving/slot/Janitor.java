package org.tandemml.serving.slot;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.cache.ModelCache;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.metrics.ModelMeters;
import org.tandemml.serving.naming.SlotKey;

/**
 * Closes models that have drained, notes what serves for the next process, and deletes what nobody
 * needs from the cache; on a thread of its own, because those that answer requests must not wait.
 */
final class Janitor {
    private static final Logger LOG = Logger.getLogger(Janitor.class);

    private final ModelCache cache;
    private final LastGood lastGood;
    private final Supplier<Collection<Slot>> slots;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Threads.named("tandem-close"));
    private final Set<Serving> open = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock cacheInUse = new ReentrantReadWriteLock();
    private volatile boolean stopping;
    private boolean changed;
    private boolean noted;

    /**
     * @param slots those that there are now
     */
    Janitor(ModelCache cache, LastGood lastGood, Supplier<Collection<Slot>> slots) {
        this.cache = cache;
        this.lastGood = lastGood;
        this.slots = slots;
    }

    /** Looks after a model until it has drained. */
    Serving lookAfter(LoadedModel model, ModelMeters meters) {
        Serving serving = new Serving(model, meters, drained -> later(() -> close(drained)));
        open.add(serving);
        return serving;
    }

    /** Runs a load; meanwhile nothing is deleted from the cache. */
    void whileCacheIsUsed(Runnable load) {
        cacheInUse.readLock().lock();
        try {
            load.run();
        } finally {
            cacheInUse.readLock().unlock();
        }
        later(this::prune);
    }

    /** Whether a load is running. */
    boolean cacheIsUsed() {
        return cacheInUse.getReadLockCount() > 0;
    }

    /** What serves has changed: it is noted for the next process. */
    void servingChanged() {
        synchronized (lastGood) {
            changed = true;
        }
        later(this::note);
    }

    private void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException stopped) {
            work.run();
        }
    }

    private void close(Serving drained) {
        try {
            drained.model().close();
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "event=close_defect model=%s", drained.model().release().label());
        }
        drained.meters().close();
        open.remove(drained);
        prune();
    }

    /**
     * Skipped while anything is being loaded: it is tried again after that. Never done while
     * stopping, for then nothing serves and all would seem superfluous; never before what serves
     * has been noted, or a crash would leave a note of what is gone.
     */
    private void prune() {
        if (stopping || !note() || !cacheInUse.writeLock().tryLock()) {
            return;
        }
        try {
            Set<String> needed = new HashSet<>();
            open.forEach(serving -> needed.add(serving.model().release().id()));
            memories().values().forEach(memory -> needed.add(memory.release().id()));
            cache.keepOnly(needed);
        } catch (IOException failure) {
            LOG.warnf("event=prune_failed reason=\"%s\"", failure.getMessage());
        } finally {
            cacheInUse.writeLock().unlock();
        }
    }

    private Map<SlotKey, LastGood.Memory> memories() {
        Map<SlotKey, LastGood.Memory> memories = new HashMap<>();
        for (Slot slot : slots.get()) {
            LastGood.Memory memory = slot.remember();
            if (memory != null) {
                memories.put(slot.key(), memory);
            }
        }
        return memories;
    }

    /** Whether the note is up to date now. */
    private boolean note() {
        synchronized (lastGood) {
            if (changed && !noted) {
                try {
                    lastGood.write(memories());
                    changed = false;
                } catch (IOException failure) {
                    LOG.warnf("event=note_failed reason=\"%s\"", failure.getMessage());
                }
            }
            return !changed;
        }
    }

    /** Notes what serves one last time; from now on models are only closed. */
    void stopNoting() {
        stopping = true;
        note();
        synchronized (lastGood) {
            noted = true;
        }
    }

    /** Ends the thread, which closes what has drained by now. */
    void stop() {
        thread.shutdown();
        Threads.await(thread, "event=close_incomplete");
    }
}

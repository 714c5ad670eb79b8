package org.tandemml.serving.slot;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.source.Release;

/**
 * One place that a model is served from. Requests only read one atomic reference; everything else
 * is the slow path of loading, under the slot's lock.
 */
public final class Slot {
    private final SlotKey key;
    private final String uri;
    private final Feed feed;
    private final AtomicReference<@Nullable Serving> current = new AtomicReference<>();

    private @Nullable Release wanted;
    private @Nullable String reason;
    private LastGood.@Nullable Memory memory;
    private @Nullable Job running;
    private @Nullable Failure failure;
    private boolean withdrawn;
    private boolean closed;

    /**
     * @param memory what this slot served in an earlier process; null for nothing
     */
    Slot(SlotKey key, String uri, Feed feed, LastGood.@Nullable Memory memory) {
        this.key = key;
        this.uri = uri;
        this.feed = feed;
        this.memory = memory;
    }

    /** What it is asked for by. */
    public SlotKey key() {
        return key;
    }

    Feed feed() {
        return feed;
    }

    /** Whether it is configured by its own name, not only found by a {@code *}. */
    boolean named() {
        return feed.names(key);
    }

    /**
     * Begins to use the model that is served now; the caller must {@link Serving#release} it.
     *
     * @throws TandemException {@code TEMPORARILY_UNAVAILABLE} with the reason if none is
     */
    public Serving acquire() {
        while (true) {
            Serving serving = current.get();
            if (serving == null) {
                throw notLoaded();
            }
            if (serving.tryAcquire()) {
                return serving;
            }
        }
    }

    private TandemException notLoaded() {
        SlotView now = view();
        String error = now.lastError();
        return new TandemException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "Model '"
                        + key
                        + "' is not loaded: "
                        + (error == null ? "it is being loaded" : error)
                        + ".");
    }

    /** Whether a model is served. */
    boolean serves() {
        return current.get() != null;
    }

    /** The model that is served; null for none. */
    @Nullable LoadedModel served() {
        Serving serving = current.get();
        return serving == null ? null : serving.model();
    }

    /** Whether nothing is under way or due: it serves, or it is known why it does not. */
    synchronized boolean settled() {
        return current.get() != null || (running == null && (failure != null || reason != null));
    }

    /** This release should be served. */
    synchronized void want(Release release) {
        wanted = release;
        reason = null;
        withdrawn = false;
    }

    /** Nothing should be served, for this reason: what is served is withdrawn. */
    synchronized void wantNothing(String why) {
        wanted = null;
        memory = null;
        reason = why;
        failure = null;
        withdrawn = true;
        replace(null);
    }

    /** What it points to is not ready: what is served stays. */
    synchronized void wantUnchanged(String why) {
        withdrawn = false;
        if (current.get() == null) {
            reason = why;
        }
    }

    /** The slot is no longer configured by anything. */
    synchronized void close() {
        closed = true;
        memory = null;
        replace(null);
    }

    /**
     * Takes the next thing to do, if there is one and nothing is under way. It ends with {@link
     * #published} or {@link #failed}.
     *
     * @param sourceAway whether the source has been asked and did not answer
     */
    synchronized Optional<Job> begin(Instant now, boolean sourceAway) {
        if (running != null || closed) {
            return Optional.empty();
        }
        Job next = next(now, sourceAway);
        running = next;
        return Optional.ofNullable(next);
    }

    private @Nullable Job next(Instant now, boolean sourceAway) {
        Release want = wanted;
        Serving serving = current.get();
        if (want == null) {
            return serving == null && (sourceAway || reason != null) ? restore(null) : null;
        }
        if (serving != null && serving.model().release().id().equals(want.id())) {
            failure = null;
            return null;
        }
        Failure failed = failure;
        boolean waiting =
                failed != null
                        && failed.releaseId().equals(want.id())
                        && now.isBefore(failed.retryAt());
        if (waiting) {
            return serving == null ? restore(want) : null;
        }
        return new Job.Load(want);
    }

    /** What was served last is tried once, and not if it is what just failed. */
    private @Nullable Job restore(@Nullable Release instead) {
        LastGood.Memory remembered = memory;
        memory = null;
        boolean same =
                remembered != null
                        && instead != null
                        && instead.id().equals(remembered.release().id());
        return remembered == null || same ? null : new Job.Restore(remembered);
    }

    /**
     * Puts a loaded model in place.
     *
     * @return false if by now something else should be served: the model is not taken
     */
    synchronized boolean published(Serving serving) {
        Job job = running;
        running = null;
        Release want = wanted;
        boolean superseded =
                closed
                        || withdrawn
                        || (job instanceof Job.Load
                                && (want == null
                                        || !want.id().equals(serving.model().release().id())));
        if (superseded) {
            return false;
        }
        if (job instanceof Job.Load) {
            failure = null;
        }
        memory = null;
        replace(serving);
        return true;
    }

    private void replace(@Nullable Serving next) {
        Serving old = current.getAndSet(next);
        if (old != null) {
            old.retire();
        }
    }

    /**
     * The load under way has failed.
     *
     * @param temporary whether the cause may go away by itself
     * @return whether this is news: another release or another reason than before
     */
    synchronized boolean failed(String why, boolean temporary, Instant now) {
        Job job = running;
        running = null;
        if (job == null) {
            return false;
        }
        Failure before = failure;
        if (job instanceof Job.Restore && before != null) {
            return true;
        }
        // What cannot be restored from the cache may still be fetched.
        String what = (job instanceof Job.Restore ? "cached " : "") + job.release().id();
        Failure after = Failure.after(before, what, why, temporary, now);
        failure = after;
        return before == null
                || !before.releaseId().equals(after.releaseId())
                || !before.reason().equals(after.reason());
    }

    /** What is served, for {@link LastGood}. */
    LastGood.@Nullable Memory remember() {
        Serving serving = current.get();
        if (serving != null) {
            return new LastGood.Memory(serving.model().release(), serving.model().digest());
        }
        synchronized (this) {
            // What is about to be restored is still needed, or it would be pruned from the cache.
            return running instanceof Job.Restore restore ? restore.memory() : memory;
        }
    }

    /** The release that is being loaded; null for none. */
    synchronized @Nullable Release loading() {
        Job job = running;
        return job == null ? null : job.release();
    }

    /** How the slot stands now. */
    public synchronized SlotView view() {
        Serving serving = current.get();
        Release want = wanted;
        Release served = serving == null ? null : serving.model().release();
        boolean current = served != null && want != null && served.id().equals(want.id());
        return new SlotView(
                key,
                uri,
                state(served, current),
                serving == null ? null : serving.model(),
                current ? want : served,
                want,
                feed.seenAt(),
                error(current));
    }

    private SlotState state(@Nullable Release served, boolean current) {
        if (served == null) {
            return settled() ? SlotState.FAILED : SlotState.LOADING;
        }
        boolean away = feed.failure() != null;
        return !away && (current || failure == null) ? SlotState.READY : SlotState.STALE;
    }

    private @Nullable String error(boolean current) {
        Failure failed = failure;
        if (failed != null && !current) {
            return failed.reason();
        }
        if (reason != null) {
            return reason;
        }
        return feed.failure();
    }
}

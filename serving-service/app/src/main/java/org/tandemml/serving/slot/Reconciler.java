package org.tandemml.serving.slot;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Stage;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.cache.ModelCache;
import org.tandemml.serving.load.LoadedModel;
import org.tandemml.serving.load.ModelLoader;
import org.tandemml.serving.metrics.ServingMeters;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.SourceException;
import org.tandemml.serving.source.Wanted;

/**
 * Brings the slots to what the sources say. One thread polls; loads run beside it, one at a time
 * for each slot. Requests never wait for any of them. A source that says nothing when the process
 * starts is not waited for: what it served last is served after a second.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int LOAD_THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    private final List<Feed> feeds;
    private final Loading loading;
    private final Janitor janitor;
    private final ServingMeters meters;
    private final Clock clock;
    private final Duration pollInterval;

    private final Map<SlotKey, LastGood.Memory> remembered;
    private final Map<SlotKey, String> unserved = new HashMap<>();
    private final ScheduledExecutorService poller;
    private final ExecutorService loads;

    private volatile Directory directory;
    private volatile boolean polled;
    private volatile boolean begun;
    private volatile boolean stopping;

    /**
     * What the reconciler works with.
     *
     * @param sources each target is resolved by the first source that serves it
     * @param targets what is configured
     * @param cache where fetched models are kept
     * @param lastGood what was served by an earlier process
     * @param loader loads verified folders
     * @param refuseBreaking whether a version is refused whose signature breaks that of the version
     *     that its slot serves
     */
    public record Parts(
            List<ModelSource> sources,
            List<Target> targets,
            ModelCache cache,
            LastGood lastGood,
            ModelLoader loader,
            boolean refuseBreaking) {}

    public Reconciler(Parts parts, ServingMeters meters, Clock clock, Duration pollInterval) {
        this.feeds = parts.sources().stream().map(s -> new Feed(s, parts.targets())).toList();
        this.loading = new Loading(parts.cache(), parts.loader(), parts.refuseBreaking());
        this.meters = meters;
        this.clock = clock;
        this.pollInterval = pollInterval;
        this.remembered = parts.lastGood().read();
        this.directory = initialDirectory();
        // The second thread is for a first poll that hangs.
        this.poller = Executors.newScheduledThreadPool(2, Threads.named("tandem-poll"));
        this.loads = Executors.newFixedThreadPool(LOAD_THREADS, Threads.named("tandem-fetch"));
        this.janitor = new Janitor(parts.cache(), parts.lastGood(), () -> directory.all());
    }

    /** The models that are configured by name are there from the start. */
    private Directory initialDirectory() {
        List<Slot> slots = new ArrayList<>();
        for (Feed feed : feeds) {
            for (Target target : feed.targets()) {
                SlotKey key =
                        target instanceof Target.One one
                                ? one.key()
                                : target instanceof Target.Folder folder ? folder.key() : null;
                if (key != null) {
                    slots.add(slot(key, feed));
                }
            }
        }
        return new Directory(slots, Map.of(), unknownStages());
    }

    private Slot slot(SlotKey key, Feed feed) {
        Target target = feed.target(key);
        String uri =
                target instanceof Target.Every || target == null ? "models:/" + key : target.uri();
        return new Slot(key, uri, feed, remembered.get(key));
    }

    private Map<Stage, String> unknownStages() {
        Map<Stage, String> unknown = new HashMap<>();
        for (Feed feed : feeds) {
            for (Target target : feed.targets()) {
                if (target instanceof Target.Every every && feed.seenAt() == null) {
                    String failure = feed.failure();
                    unknown.put(
                            every.stage(),
                            failure == null ? "the registry has not been asked yet" : failure);
                }
            }
        }
        return unknown;
    }

    /** Begins to poll. */
    public void start() {
        poller.scheduleWithFixedDelay(
                () -> safely(this::poll), 0, pollInterval.toMillis(), TimeUnit.MILLISECONDS);
        poller.schedule(
                () -> safely(this::restoreUnanswered),
                FIRST_PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException defect) {
            LOG.error("event=poll_defect", defect);
        }
    }

    /** A source that has neither answered nor failed counts as away until it answers. */
    private synchronized void restoreUnanswered() {
        for (Feed feed : feeds) {
            if (!feed.targets().isEmpty() && feed.seenAt() == null && feed.failure() == null) {
                away(
                        feed,
                        "the source of the model has not answered within "
                                + FIRST_PATIENCE.toSeconds()
                                + " s");
            }
        }
        advance();
    }

    /** Asks every source once and begins the loads that follow from the answers. */
    void poll() {
        for (Feed feed : feeds) {
            if (stopping || feed.targets().isEmpty()) {
                continue;
            }
            try {
                apply(feed, feed.source().resolve(feed.targets()));
            } catch (SourceException failure) {
                meters.pollFailed();
                away(feed, String.valueOf(failure.getMessage()));
            }
        }
        advance();
    }

    private synchronized void away(Feed feed, String reason) {
        if (feed.failed(reason)) {
            LOG.warnf("event=source_away reason=\"%s\"", reason);
        }
        restore(feed);
    }

    private synchronized void apply(Feed feed, Map<SlotKey, Wanted> wanted) {
        boolean back = feed.failure() != null;
        feed.seen(clock.instant());
        if (back) {
            LOG.info("event=source_back");
        }
        Map<SlotKey, Slot> slots = new HashMap<>();
        for (Slot slot : directory.all()) {
            slots.put(slot.key(), slot);
        }
        unserved.keySet().removeIf(feed::covers);
        wanted.forEach((key, now) -> apply(feed, key, now, slots));
        for (Slot slot : directory.all()) {
            if (slot.feed() == feed && !wanted.containsKey(slot.key())) {
                slots.remove(slot.key());
                slot.close();
                janitor.servingChanged();
            }
        }
        directory = new Directory(slots.values(), Map.copyOf(unserved), unknownStages());
    }

    private void apply(Feed feed, SlotKey key, Wanted now, Map<SlotKey, Slot> slots) {
        Slot slot = slots.get(key);
        boolean byName = feed.names(key);
        if (now instanceof Wanted.Nothing nothing) {
            if (slot != null) {
                boolean served = slot.serves();
                slot.wantNothing(nothing.reason());
                if (served) {
                    LOG.infof("event=withdrawn slot=%s reason=\"%s\"", key, nothing.reason());
                    janitor.servingChanged();
                }
            }
            if (!byName) {
                slots.remove(key);
                unserved.put(key, nothing.reason());
            }
            return;
        }
        if (slot == null) {
            slot = slot(key, feed);
            slots.put(key, slot);
        }
        if (now instanceof Wanted.Served served) {
            slot.want(served.release());
        } else if (now instanceof Wanted.Unchanged unchanged) {
            slot.wantUnchanged(unchanged.reason());
        }
    }

    /** The source is away: what it served last is served again, from the cache. */
    private void restore(Feed feed) {
        if (feed.seenAt() != null) {
            return;
        }
        Map<SlotKey, Slot> slots = new HashMap<>();
        for (Slot slot : directory.all()) {
            slots.put(slot.key(), slot);
        }
        for (SlotKey key : remembered.keySet()) {
            if (feed.covers(key)) {
                slots.computeIfAbsent(key, absent -> slot(absent, feed));
            }
        }
        directory = new Directory(slots.values(), Map.copyOf(unserved), unknownStages());
    }

    private void advance() {
        for (Slot slot : directory.all()) {
            advance(slot);
        }
        polled = true;
    }

    private void advance(Slot slot) {
        if (stopping) {
            return;
        }
        slot.begin(clock.instant(), slot.feed().failure() != null)
                .ifPresent(
                        job -> {
                            try {
                                loads.execute(() -> janitor.whileCacheIsUsed(() -> run(slot, job)));
                            } catch (RejectedExecutionException closing) {
                                slot.failed("this process is stopping", true, clock.instant());
                            }
                        });
    }

    private void run(Slot slot, Job job) {
        try {
            publish(slot, loading.run(job, slot.feed().source(), slot.served()));
        } catch (Loading.LoadFailedException failure) {
            failed(slot, String.valueOf(failure.getMessage()), failure.temporary());
        } catch (RuntimeException | Error defect) {
            LOG.errorf(defect, "event=load_defect slot=%s", slot.key());
            failed(slot, "loading failed unexpectedly; see the log", true);
        }
        advance(slot);
    }

    private void publish(Slot slot, LoadedModel model) {
        Release release = model.release();
        String version = release.version() == null ? "" : release.version().toString();
        Serving serving = janitor.lookAfter(model, meters.model(release.name().value(), version));
        if (!stopping && slot.published(serving)) {
            meters.swapped(release.name().value());
            LOG.infof(
                    "event=live slot=%s model=%s digest=%s",
                    slot.key(), release.label(), model.digest());
            janitor.servingChanged();
        } else {
            serving.retire();
        }
    }

    private void failed(Slot slot, String reason, boolean temporary) {
        meters.loadFailed(slot.key().name().value());
        if (slot.failed(reason, temporary, clock.instant())) {
            LOG.warnf("event=load_failed slot=%s reason=\"%s\"", slot.key(), reason);
        }
    }

    /** Finds the slot that a path names; see {@link Directory#require}. */
    public Slot require(String model, @Nullable String ref) {
        return directory.require(model, ref);
    }

    /** Finds the slot of the only model; see {@link Directory#requireOnly}. */
    public Slot requireOnly() {
        return directory.requireOnly();
    }

    /** All slots, ordered by name. */
    public List<SlotView> views() {
        return directory.all().stream().map(Slot::view).toList();
    }

    /** Whether no load is under way. */
    boolean idle() {
        return !janitor.cacheIsUsed()
                && directory.all().stream().allMatch(slot -> slot.loading() == null);
    }

    /**
     * Whether this process can answer. It begins to when each model that is configured by name
     * serves and each that a {@code *} found has been tried: whoever configures a model waits for
     * it, but anybody may promote one that cannot be served. After that it goes on, unless all the
     * models configured by name are withdrawn.
     */
    public boolean ready() {
        if (stopping || !begun()) {
            return false;
        }
        List<Slot> named = directory.all().stream().filter(Slot::named).toList();
        return named.isEmpty() || named.stream().anyMatch(Slot::serves);
    }

    /**
     * The directory alone says how things stand: a feed has been seen a moment before the slots
     * that follow from its answer exist, and nothing is settled before the first poll has ended.
     */
    private boolean begun() {
        if (!begun && polled) {
            Directory now = directory;
            boolean known = now.known() || now.all().stream().anyMatch(Slot::serves);
            begun =
                    known
                            && now.all().stream()
                                    .allMatch(
                                            slot -> slot.named() ? slot.serves() : slot.settled());
        }
        return begun;
    }

    /** No further swap from now on; what serves goes on serving. */
    public void stopSwapping() {
        stopping = true;
        poller.shutdownNow();
        loads.shutdownNow();
    }

    @Override
    public void close() {
        stopSwapping();
        Threads.await(loads, "event=load_abandoned");
        janitor.stopNoting();
        directory.all().forEach(Slot::close);
        janitor.stop();
    }
}

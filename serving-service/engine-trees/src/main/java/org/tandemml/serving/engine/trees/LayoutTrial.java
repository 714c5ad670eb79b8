package org.tandemml.serving.engine.trees;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.tandemml.serving.engine.trees.TreeKernel.Layout;
import org.tandemml.serving.engine.trees.TreeKernel.Layouts;

/**
 * Times the layouts on rows like those that the trees were grown for. Which one wins changes how
 * long an answer takes, never the answer.
 */
final class LayoutTrial {
    /**
     * Layouts take turns for so much of this thread's processor time once their code is compiled:
     * on a busy machine the compiler waits its turn as this thread does.
     */
    private static final long NANOS = 25_000_000;

    /**
     * All trials of a process together take at least so much before {@link #NANOS} is enough. In a
     * fresh process code runs interpreted at first, then hardly optimized for some 150 ms, and both
     * times walks win even if they are three times slower in the end.
     */
    private static final long RUN_IN_NANOS = 300_000_000;

    private static final AtomicLong SPENT = new AtomicLong();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int MIN_ROUNDS = 2;

    /** Small models are fast in any layout; their turns end earlier. */
    private static final int SPLITS_A_ROUND = 4;

    private final Ensemble ensemble;
    private final TrialRows trials;
    private final Map<Layout, LeafFinder> finders = new EnumMap<>(Layout.class);
    private final Map<Layout, Long> row = new EnumMap<>(Layout.class);
    private final Map<Layout, Long> block = new EnumMap<>(Layout.class);
    private final int[] exits;
    private final int maxRounds;
    private final boolean blocks;

    private LayoutTrial(Ensemble ensemble, boolean blocks) {
        this.ensemble = ensemble;
        // What is counted as run-in must have run all that later trials time.
        this.blocks = blocks || SPENT.get() < RUN_IN_NANOS;
        trials = TrialRows.usual(ensemble);
        for (Layout layout : List.of(Layout.BIT_VECTORS, Layout.RANKS)) {
            LeafFinder finder = Finders.finder(ensemble, layout);
            if (finder != null) {
                finders.put(layout, finder);
            }
        }
        if (!finders.containsKey(Layout.RANKS)) {
            // Flat arrays were never faster than ranks, where these fit.
            finders.put(Layout.FLAT, new FlatFinder(ensemble.trees()));
        }
        exits = new int[Math.multiplyExact(ensemble.trees().size(), TreeKernel.BLOCK)];
        maxRounds = ensemble.trees().stream().mapToInt(Tree::splits).sum() / SPLITS_A_ROUND;
    }

    /** The fastest layout for one row, and for several at once. */
    static Finders fastest(Ensemble ensemble) {
        return new LayoutTrial(ensemble, true).run();
    }

    /** The fastest layout for one row; in half the time, once the code is compiled. */
    static Finders fastestForRows(Ensemble ensemble) {
        return new LayoutTrial(ensemble, false).run();
    }

    private Finders run() {
        if (finders.size() == 1) {
            Map.Entry<Layout, LeafFinder> only = finders.entrySet().iterator().next();
            return new Finders(
                    new Layouts(only.getKey(), only.getKey()), only.getValue(), only.getValue());
        }
        long start = THREADS.getCurrentThreadCpuTime();
        long budget = Math.max(blocks ? NANOS : NANOS / 2, RUN_IN_NANOS - SPENT.get());
        for (int round = 0; round < MIN_ROUNDS || isToGoOn(round, start, budget); round++) {
            // Other rows each time: a processor that meets the same ones again knows its jumps.
            double[] rows = trials.block(round);
            finders.forEach(
                    (layout, finder) -> {
                        // The least of all rounds: what the compiler or the machine does in
                        // between only adds.
                        row.merge(layout, timeRows(finder, rows), Math::min);
                        if (blocks) {
                            block.merge(layout, timeBlock(finder, rows), Math::min);
                        }
                    });
        }
        SPENT.addAndGet(THREADS.getCurrentThreadCpuTime() - start);
        Layouts layouts = new Layouts(least(row), least(blocks ? block : row));
        return new Finders(
                layouts,
                Objects.requireNonNull(finders.get(layouts.row())),
                Objects.requireNonNull(finders.get(layouts.block())));
    }

    private boolean isToGoOn(int round, long start, long budget) {
        return round < maxRounds && THREADS.getCurrentThreadCpuTime() - start < budget;
    }

    private static Layout least(Map<Layout, Long> nanos) {
        return Collections.min(nanos.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private long timeRows(LeafFinder finder, double[] rows) {
        LeafFinder.Room room = finder.room(1);
        long before = System.nanoTime();
        for (int i = 0; i < trials.blockSize(); i++) {
            finder.find(rows, i * ensemble.columns(), exits, room);
        }
        return System.nanoTime() - before;
    }

    private long timeBlock(LeafFinder finder, double[] rows) {
        LeafFinder.Room room = finder.room(TreeKernel.BLOCK);
        int count = trials.blockSize();
        long before = System.nanoTime();
        finder.findAll(rows, count, ensemble.columns(), exits, TreeKernel.BLOCK, room);
        return System.nanoTime() - before;
    }
}

package org.tandemml.serving.engine.trees;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.tandemml.serving.engine.trees.TreeKernel.Layout;
import org.tandemml.serving.engine.trees.TreeKernel.Layouts;

/**
 * Times the layouts on rows like those that the trees were grown for. Which one wins changes how
 * long an answer takes, never the answer.
 */
final class LayoutTrial {
    /**
     * Layouts take turns for so much of this thread's processor time: on a busy machine the
     * compiler waits its turn as this thread does. In a fresh process code runs interpreted at
     * first, where flat arrays win even if they are three times slower once compiled: 25 ms were
     * seen to be too few.
     */
    private static final long NANOS = 80_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int MIN_ROUNDS = 2;

    /** Small models are fast in any layout; their turns end earlier. */
    private static final int SPLITS_A_ROUND = 4;

    private final TrialRows trials;
    private final int columns;
    private final int[] exits;
    private final long[] bits;
    private final int maxRounds;

    private LayoutTrial(Ensemble ensemble) {
        trials = TrialRows.usual(ensemble);
        columns = ensemble.columns();
        exits = new int[Math.multiplyExact(ensemble.trees().size(), trials.count())];
        bits = new long[ensemble.trees().size()];
        maxRounds = ensemble.trees().stream().mapToInt(Tree::splits).sum() / SPLITS_A_ROUND;
    }

    /** The fastest layout for one row, and for several at once. */
    static Layouts fastest(Ensemble ensemble) {
        if (!BitVectorFinder.fits(ensemble.trees())) {
            return new Layouts(Layout.FLAT, Layout.FLAT);
        }
        return new LayoutTrial(ensemble)
                .run(
                        new BitVectorFinder(ensemble.trees(), ensemble.columns()),
                        new FlatFinder(ensemble.trees()));
    }

    private Layouts run(LeafFinder bitVectors, LeafFinder flat) {
        LeafFinder[] finders = {bitVectors, flat};
        long[] row = new long[finders.length];
        long[] block = new long[finders.length];
        Arrays.fill(row, Long.MAX_VALUE);
        Arrays.fill(block, Long.MAX_VALUE);
        long start = THREADS.getCurrentThreadCpuTime();
        for (int round = 0; round < MIN_ROUNDS || isToGoOn(round, start); round++) {
            for (int i = 0; i < finders.length; i++) {
                // The least of all rounds: what the compiler or the machine does in between only
                // adds.
                row[i] = Math.min(row[i], timeRows(finders[i]));
                block[i] = Math.min(block[i], timeBlock(finders[i]));
            }
        }
        return new Layouts(winner(row), winner(block));
    }

    private boolean isToGoOn(int round, long start) {
        return round < maxRounds && THREADS.getCurrentThreadCpuTime() - start < NANOS;
    }

    private static Layout winner(long[] nanos) {
        return nanos[0] <= nanos[1] ? Layout.BIT_VECTORS : Layout.FLAT;
    }

    private long timeRows(LeafFinder finder) {
        long before = System.nanoTime();
        for (int row = 0; row < trials.count(); row++) {
            finder.find(trials.rows(), row * columns, exits, bits);
        }
        return System.nanoTime() - before;
    }

    private long timeBlock(LeafFinder finder) {
        long before = System.nanoTime();
        finder.findAll(trials.rows(), trials.count(), columns, exits, trials.count(), bits);
        return System.nanoTime() - before;
    }
}

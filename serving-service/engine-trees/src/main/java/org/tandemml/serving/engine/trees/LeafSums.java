package org.tandemml.serving.engine.trees;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the leaves that a {@link LeafFinder} found, in the order of the trees and in the
 * precision that the ensemble asks for. Forests grown to the end have few kinds of leaves: what
 * many leaves add is there once, so that it stays in the cache. Immutable.
 */
final class LeafSums {
    private static final int MAX_KINDS = 256;

    private final Ensemble ensemble;
    private final Tree[] trees;
    private final int[] leaves;
    private final boolean floats;

    /** Whether each leaf adds a constant to each output. */
    private final boolean even;

    /** What the leaves add. */
    private final double[] values;

    /** Which kind of leaf is at each place, where there are few; each adds an even row. */
    private final byte @Nullable [] kinds;

    /** Else where that of each place begins; null if it is there place by place. */
    private final int @Nullable [] first;

    LeafSums(Ensemble ensemble, LeafFinder finder) {
        this.ensemble = ensemble;
        List<Tree> all = ensemble.trees();
        trees = all.toArray(Tree[]::new);
        leaves = finder.leaves();
        floats = ensemble.precision() == Ensemble.Precision.FLOAT;
        even =
                all.stream()
                        .allMatch(
                                tree ->
                                        tree.leaf().linear() == null
                                                && tree.leaf().width() == ensemble.outputs());
        int[] begins = new int[leaves.length];
        double[] shared = collect(new LeafRows(trees, true), finder.firstPlaces(), begins);
        int numbers = all.stream().mapToInt(tree -> tree.leaf().values().length).sum();
        values =
                2L * shared.length <= numbers
                        ? shared
                        : collect(new LeafRows(trees, false), finder.firstPlaces(), begins);
        int width = ensemble.outputs();
        boolean placeByPlace =
                even && IntStream.range(0, begins.length).allMatch(i -> begins[i] == i * width);
        kinds = even && values.length <= MAX_KINDS * width ? kinds(begins, width) : null;
        first = placeByPlace || kinds != null ? null : begins;
    }

    private static byte[] kinds(int[] begins, int width) {
        byte[] kinds = new byte[begins.length];
        for (int place = 0; place < kinds.length; place++) {
            kinds[place] = (byte) (begins[place] / width);
        }
        return kinds;
    }

    private double[] collect(LeafRows rows, int[] firstPlaces, int[] begins) {
        for (int tree = 0; tree < trees.length; tree++) {
            Tree.Leaves own = trees[tree].leaf();
            for (int place = firstPlaces[tree]; place < firstPlaces[tree + 1]; place++) {
                if (leaves[place] >= 0) {
                    begins[place] =
                            rows.add(own.values(), leaves[place] * own.width(), own.width());
                }
            }
        }
        return rows.all();
    }

    private int begin(int place) {
        if (kinds != null) {
            return Byte.toUnsignedInt(kinds[place]) * ensemble.outputs();
        }
        return first == null ? place * ensemble.outputs() : first[place];
    }

    /**
     * Sets the sums of a row.
     *
     * @param exits the places of its leaves, those of a tree {@code stride} after those of the one
     *     before
     * @param exit where the row's places begin
     * @param rows numbers of rows, for leaves that are linear in them
     * @param from where the row begins
     * @param sums to be set
     * @param to where the row's sums begin
     */
    void of(int[] exits, int exit, int stride, double[] rows, int from, double[] sums, int to) {
        System.arraycopy(ensemble.start(), 0, sums, to, ensemble.outputs());
        if (!even) {
            addTreeByTree(exits, exit, stride, rows, from, sums, to);
        } else if (floats) {
            addFloats(exits, exit, stride, sums, to);
        } else {
            addDoubles(exits, exit, stride, sums, to);
        }
    }

    private void addDoubles(int[] exits, int exit, int stride, double[] sums, int to) {
        for (int output = 0; output < ensemble.outputs(); output++) {
            double sum = sums[to + output];
            for (int tree = 0, at = exit; tree < trees.length; tree++, at += stride) {
                sum += values[begin(exits[at]) + output];
            }
            sums[to + output] = sum;
        }
    }

    private void addFloats(int[] exits, int exit, int stride, double[] sums, int to) {
        for (int output = 0; output < ensemble.outputs(); output++) {
            float sum = (float) sums[to + output];
            for (int tree = 0, at = exit; tree < trees.length; tree++, at += stride) {
                sum += (float) values[begin(exits[at]) + output];
            }
            sums[to + output] = sum;
        }
    }

    private void addTreeByTree(
            int[] exits, int exit, int stride, double[] rows, int from, double[] sums, int to) {
        for (int output = to; floats && output < to + ensemble.outputs(); output++) {
            sums[output] = (float) sums[output];
        }
        for (int tree = 0; tree < trees.length; tree++) {
            int place = exits[exit + tree * stride];
            Tree.Leaves own = trees[tree].leaf();
            int output = to + trees[tree].output();
            if (own.linear() != null) {
                sums[output] += linear(own, own.linear(), leaves[place], rows, from);
                continue;
            }
            for (int i = 0; i < own.width(); i++) {
                double value = values[begin(place) + i];
                double sum = sums[output + i];
                sums[output + i] = floats ? (float) sum + (float) value : sum + value;
            }
        }
    }

    private static double linear(
            Tree.Leaves leaves, Tree.Linear linear, int leaf, double[] rows, int from) {
        int[] features = linear.features()[leaf];
        double[] coefficients = linear.coefficients()[leaf];
        double sum = linear.constants()[leaf];
        for (int i = 0; i < features.length; i++) {
            double value = rows[from + features[i]];
            if (value != value) {
                return leaves.values()[leaf];
            }
            sum += coefficients[i] * value;
        }
        return sum;
    }

    /** Rows of numbers; if they are shared, most of those that are the same to the bit once. */
    private static final class LeafRows {
        /** A model that was made so that many rows meet gets more memory, not more time. */
        private static final int MAX_PROBES = 8;

        private final boolean shared;
        private final double[] values;
        private int size;

        /** Where a row begins, plus one. */
        private final int[] slots;

        LeafRows(Tree[] trees, boolean shared) {
            this.shared = shared;
            int numbers = 0;
            int rows = 0;
            for (Tree tree : trees) {
                numbers = Math.addExact(numbers, tree.leaf().values().length);
                rows += tree.leaves();
            }
            values = new double[numbers];
            slots = new int[Integer.highestOneBit(Math.max(1, rows)) << 1];
        }

        /** Where the row begins among {@link #all}. */
        int add(double[] from, int begin, int width) {
            long hash = 0;
            for (int i = begin; i < begin + width; i++) {
                hash = (hash ^ Double.doubleToRawLongBits(from[i])) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 32;
            }
            for (int probe = 0; shared && probe < MAX_PROBES; probe++) {
                int slot = (int) (hash + probe) & slots.length - 1;
                if (slots[slot] == 0) {
                    slots[slot] = size + 1;
                    break;
                }
                int known = slots[slot] - 1;
                if (known + width <= size && isSame(from, begin, known, width)) {
                    return known;
                }
            }
            System.arraycopy(from, begin, values, size, width);
            size += width;
            return size - width;
        }

        private boolean isSame(double[] from, int begin, int known, int width) {
            for (int i = 0; i < width; i++) {
                if (Double.doubleToRawLongBits(from[begin + i])
                        != Double.doubleToRawLongBits(values[known + i])) {
                    return false;
                }
            }
            return true;
        }

        double[] all() {
            return Arrays.copyOf(values, size);
        }
    }
}

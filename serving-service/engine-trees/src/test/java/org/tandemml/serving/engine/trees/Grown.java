package org.tandemml.serving.engine.trees;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * A random tree twice over: as linked nodes that say what a tree means in the plainest way, and in
 * normal form with splits and leaves numbered at random.
 */
final class Grown {
    /** Few enough that splits and rows meet on the same numbers. */
    static final double[] NUMBERS = {
        0.0, -0.0, 1, -1, 0.5, 2.5, 1e-40, -1e300, 1e300, 3.4e38, 16_777_217, 1e-35
    };

    /** What the leaves of a forest that was grown to the end add. */
    private static final double[] KINDS = {0.0, -0.0, 0.1};

    private final Random random;
    private final int columns;
    private final int width;
    private final boolean linear;
    private final boolean categories;
    private final boolean fewKinds;
    private final List<Split> splits = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Node root;

    sealed interface Node {}

    static final class Leaf implements Node {
        double[] values = {};
        double constant;
        int[] features = {};
        double[] coefficients = {};
        int number;
    }

    static final class Split implements Node {
        int feature;
        double threshold;
        boolean missingLeft;
        @Nullable Set<Long> categories;
        int number;
        Node left = new Leaf();
        Node right = new Leaf();
    }

    /**
     * Grows a tree.
     *
     * @param leafCount how many leaves
     * @param width numbers a leaf
     * @param linear whether leaves have linear functions
     * @param categories whether some splits have categories
     */
    Grown(
            Random random,
            int columns,
            int leafCount,
            int width,
            boolean linear,
            boolean categories) {
        this.random = random;
        this.columns = columns;
        this.width = width;
        this.linear = linear;
        this.categories = categories;
        fewKinds = random.nextBoolean();
        root = grow(leafCount);
        List<Integer> numbers = numbers(splits.size());
        for (int i = 0; i < splits.size(); i++) {
            splits.get(i).number = numbers.get(i);
        }
        if (root instanceof Split first) {
            // The root is split 0: it changes places with whoever has that number.
            splits.forEach(split -> split.number = split.number == 0 ? first.number : split.number);
            first.number = 0;
        }
        List<Integer> leafNumbers = numbers(leafCount);
        for (int i = 0; i < leafCount; i++) {
            leaves.get(i).number = leafNumbers.get(i);
        }
    }

    private List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private Node grow(int leafCount) {
        if (leafCount == 1) {
            Leaf leaf = new Leaf();
            leaf.values =
                    fewKinds
                            ? random.ints(width, 0, 3).mapToDouble(i -> KINDS[i]).toArray()
                            : random.doubles(width, -1, 1).toArray();
            if (linear) {
                leaf.constant = random.nextDouble();
                leaf.features = random.ints(random.nextInt(3), 0, columns).toArray();
                leaf.coefficients = random.doubles(leaf.features.length, -1, 1).toArray();
            }
            leaves.add(leaf);
            return leaf;
        }
        Split split = new Split();
        splits.add(split);
        split.feature = random.nextInt(columns);
        split.threshold = number(random);
        split.missingLeft = random.nextBoolean();
        if (categories && random.nextInt(4) == 0) {
            split.categories = new HashSet<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                split.categories.add((long) random.nextInt(random.nextBoolean() ? 4 : 200));
            }
        }
        int left = 1 + random.nextInt(leafCount - 1);
        split.left = grow(left);
        split.right = grow(leafCount - left);
        return split;
    }

    private static double number(Random random) {
        double number = NUMBERS[random.nextInt(NUMBERS.length)];
        return switch (random.nextInt(4)) {
            case 0 -> Math.nextUp(number);
            case 1 -> random.nextGaussian();
            default -> number;
        };
    }

    /** A row: on thresholds, beside them, missing, categories, extremes. */
    static double[] row(Random random, int columns) {
        double[] row = new double[columns];
        for (int i = 0; i < columns; i++) {
            row[i] =
                    switch (random.nextInt(8)) {
                        case 0 -> Double.NaN;
                        case 1 -> Math.nextDown(number(random));
                        case 2 -> random.nextInt(200) + (random.nextBoolean() ? 0 : 0.75);
                        case 3 -> random.nextInt(4);
                        case 4 ->
                                new double[] {
                                            Double.POSITIVE_INFINITY,
                                            Double.NEGATIVE_INFINITY,
                                            -0.75,
                                            4294967296.0,
                                            2147483648.0,
                                            64,
                                            63.999,
                                            Double.MIN_VALUE
                                        }
                                        [random.nextInt(8)];
                        default -> number(random);
                    };
        }
        return row;
    }

    /** The normal form. */
    Tree tree(int output) throws ModelLoadException {
        Tree.Splits form = Tree.Splits.of(splits.size());
        for (Split split : splits) {
            int at = split.number;
            form.feature()[at] = split.feature;
            form.threshold()[at] = split.threshold;
            form.missingLeft()[at] = split.missingLeft;
            form.left()[at] = place(split.left);
            form.right()[at] = place(split.right);
            form.categories()[at] = bits(split.categories);
        }
        double[] values = new double[leaves.size() * width];
        double[] constants = new double[leaves.size()];
        int[][] features = new int[leaves.size()][];
        double[][] coefficients = new double[leaves.size()][];
        for (Leaf leaf : leaves) {
            System.arraycopy(leaf.values, 0, values, leaf.number * width, width);
            constants[leaf.number] = leaf.constant;
            features[leaf.number] = leaf.features;
            coefficients[leaf.number] = leaf.coefficients;
        }
        Tree.Linear functions = linear ? new Tree.Linear(constants, features, coefficients) : null;
        return new Tree("Tree", columns, form, new Tree.Leaves(values, width, functions), output);
    }

    private static int place(Node node) {
        return node instanceof Split split ? split.number : ~((Leaf) node).number;
    }

    private static long @Nullable [] bits(@Nullable Set<Long> categories) {
        if (categories == null) {
            return null;
        }
        long largest = categories.stream().mapToLong(Long::longValue).max().orElse(-1);
        long[] bits = new long[(int) (largest + 64) / 64];
        for (long category : categories) {
            bits[(int) category / 64] |= 1L << category;
        }
        return bits;
    }

    /** The leaf of a row, by the linked nodes. */
    Leaf leaf(double[] row) {
        Node at = root;
        while (at instanceof Split split) {
            at = goesLeft(split, row[split.feature]) ? split.left : split.right;
        }
        return (Leaf) at;
    }

    private static boolean goesLeft(Split split, double value) {
        if (Double.isNaN(value)) {
            return split.missingLeft;
        }
        if (split.categories == null) {
            return value <= split.threshold;
        }
        // Cut to a whole number: -0.75 is category 0.
        return value > -1 && split.categories.contains((long) value);
    }

    /** What a row gets, by output of the leaf. */
    double[] values(double[] row) {
        Leaf leaf = leaf(row);
        if (!linear) {
            return leaf.values;
        }
        double sum = leaf.constant;
        for (int i = 0; i < leaf.features.length; i++) {
            double value = row[leaf.features[i]];
            if (Double.isNaN(value)) {
                return leaf.values;
            }
            sum += leaf.coefficients[i] * value;
        }
        return new double[] {sum};
    }
}

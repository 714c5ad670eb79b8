package org.tandemml.serving.engine.lightgbm;

import java.util.Arrays;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Tree;

/** Turns a tree of the file into normal form. */
final class TreeSection {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_NONE = 0;
    private static final int MISSING_ZERO = 1;

    private final Section section;
    private final ZeroColumns columns;

    TreeSection(Section section, ZeroColumns columns) {
        this.section = section;
        this.columns = columns;
    }

    /** Finds the features whose zeros are missing. */
    static void mark(Section section, ZeroColumns columns) throws ModelLoadException {
        int splits = splits(section);
        if (splits == 0) {
            return;
        }
        int[] decisions = section.ints("decision_type", splits);
        int[] features = section.ints("split_feature", splits);
        for (int i = 0; i < splits; i++) {
            if (missingType(decisions[i]) == MISSING_ZERO && (decisions[i] & CATEGORICAL) == 0) {
                columns.add(section.name(), i, features[i]);
            }
        }
    }

    private static int splits(Section section) throws ModelLoadException {
        int leaves = section.integer("num_leaves");
        if (leaves < 1 || leaves > Tree.MAX_LEAVES) {
            throw new ModelLoadException(
                    "%s: num_leaves is %d; it must lie between 1 and %d."
                            .formatted(section.name(), leaves, Tree.MAX_LEAVES));
        }
        return leaves - 1;
    }

    private static int missingType(int decision) {
        return decision >> 2 & 3;
    }

    /** The tree. */
    Tree read(int features, int output) throws ModelLoadException {
        int count = splits(section);
        Tree.Splits splits = count == 0 ? Tree.Splits.of(0) : readSplits(count, features);
        double[] values = section.doubles("leaf_value", count + 1);
        Tree.Linear linear =
                section.integer("is_linear", 0) == 1 ? readLinear(count + 1, features) : null;
        return new Tree(
                section.name(),
                columns.width(),
                splits,
                new Tree.Leaves(values, 1, linear),
                output);
    }

    private Tree.Splits readSplits(int count, int features) throws ModelLoadException {
        int[] feature = section.ints("split_feature", count);
        double[] threshold = section.doubles("threshold", count);
        int[] decisions = section.ints("decision_type", count);
        boolean[] missingLeft = new boolean[count];
        long[][] categories = new long[count][];
        Sets sets = section.integer("num_cat", 0) == 0 ? null : new Sets();
        for (int i = 0; i < count; i++) {
            if (feature[i] < 0 || feature[i] >= features) {
                throw new ModelLoadException(
                        "%s, split %d: feature %d does not exist, there are %d."
                                .formatted(section.name(), i, feature[i], features));
            }
            if (decisions[i] < 0 || decisions[i] > 11) {
                throw new ModelLoadException(
                        "%s, split %d: decision_type %d is not known."
                                .formatted(section.name(), i, decisions[i]));
            }
            if ((decisions[i] & CATEGORICAL) != 0) {
                categories[i] = set(sets, threshold[i], i);
                threshold[i] = 0;
            } else if (missingType(decisions[i]) == MISSING_NONE) {
                missingLeft[i] = 0 <= threshold[i];
            } else {
                missingLeft[i] = (decisions[i] & DEFAULT_LEFT) != 0;
                if (missingType(decisions[i]) == MISSING_ZERO) {
                    feature[i] = columns.of(feature[i]);
                }
            }
        }
        return new Tree.Splits(
                feature,
                threshold,
                section.ints("left_child", count),
                section.ints("right_child", count),
                missingLeft,
                categories);
    }

    private long[] set(@org.jspecify.annotations.Nullable Sets sets, double index, int split)
            throws ModelLoadException {
        if (sets == null || !(index >= 0 && index < sets.count()) || index != (int) index) {
            throw new ModelLoadException(
                    "%s, split %d: its set of categories %s does not exist."
                            .formatted(section.name(), split, index));
        }
        return sets.get((int) index);
    }

    /** The tree's bit sets. */
    private final class Sets {
        private final int[] boundaries;
        private final long[] words;

        Sets() throws ModelLoadException {
            int count = section.integer("num_cat");
            String[] given = Section.split(section.texts().getOrDefault("cat_boundaries", ""));
            if (count < 1 || given.length != count + 1L) {
                throw new ModelLoadException(
                        "%s: num_cat is %d, and cat_boundaries has %d entries; it must have one more."
                                .formatted(section.name(), count, given.length));
            }
            boundaries = section.ints("cat_boundaries", given.length);
            String[] texts = Section.split(section.texts().getOrDefault("cat_threshold", ""));
            words = section.unsigned("cat_threshold", texts.length);
            for (int i = 0; i < boundaries.length; i++) {
                int low = i == 0 ? 0 : boundaries[i - 1];
                if (boundaries[i] < low
                        || boundaries[i] > words.length
                        || i == 0 && boundaries[0] != 0) {
                    throw new ModelLoadException(
                            "%s: cat_boundaries, entry %d: %d does not lie in the %d words of cat_threshold."
                                    .formatted(section.name(), i, boundaries[i], words.length));
                }
            }
        }

        int count() {
            return boundaries.length - 1;
        }

        long[] get(int index) {
            int from = boundaries[index];
            int length = boundaries[index + 1] - from;
            long[] bits = new long[(length + 1) / 2];
            for (int i = 0; i < length; i++) {
                bits[i / 2] |= words[from + i] << 32 * (i % 2);
            }
            return bits;
        }
    }

    private Tree.Linear readLinear(int leaves, int features) throws ModelLoadException {
        double[] constants = section.doubles("leaf_const", leaves);
        int[] counts = section.ints("num_features", leaves);
        long total = 0;
        for (int i = 0; i < leaves; i++) {
            if (counts[i] < 0 || counts[i] > features) {
                throw new ModelLoadException(
                        "%s, leaf %d: num_features is %d; the model has %d features."
                                .formatted(section.name(), i, counts[i], features));
            }
            total += counts[i];
        }
        int terms = (int) Math.min(total, Integer.MAX_VALUE);
        int[] used = section.ints("leaf_features", terms);
        double[] given = section.doubles("leaf_coeff", terms);
        int[][] byLeaf = new int[leaves][];
        double[][] coefficients = new double[leaves][];
        int at = 0;
        for (int i = 0; i < leaves; i++) {
            byLeaf[i] = Arrays.copyOfRange(used, at, at + counts[i]);
            coefficients[i] = Arrays.copyOfRange(given, at, at + counts[i]);
            at += counts[i];
            for (int feature : byLeaf[i]) {
                if (feature < 0 || feature >= features) {
                    throw new ModelLoadException(
                            "%s, leaf %d: feature %d does not exist, there are %d."
                                    .formatted(section.name(), i, feature, features));
                }
            }
        }
        return new Tree.Linear(constants, byLeaf, coefficients);
    }
}

package org.tandemml.serving.engine.trees;

/**
 * The sums of an ensemble by the definition of its trees, split by split and leaf by leaf: what
 * kernels are held against.
 */
final class PlainSums {
    private final Ensemble ensemble;

    PlainSums(Ensemble ensemble) {
        this.ensemble = ensemble;
    }

    /** The sums of the row that begins at an index. */
    double[] of(double[] rows, int from) {
        boolean floats = ensemble.precision() == Ensemble.Precision.FLOAT;
        double[] sums = ensemble.start().clone();
        for (int output = 0; output < sums.length; output++) {
            sums[output] = floats ? (float) sums[output] : sums[output];
        }
        for (Tree tree : ensemble.trees()) {
            int leaf = tree.walk(rows, from);
            int width = tree.leaf().width();
            for (int i = 0; i < width; i++) {
                int output = tree.output() + i;
                double value = value(tree.leaf(), leaf, i, rows, from);
                sums[output] = floats ? (float) sums[output] + (float) value : sums[output] + value;
            }
        }
        return sums;
    }

    private static double value(Tree.Leaves leaves, int leaf, int i, double[] rows, int from) {
        double constant = leaves.values()[leaf * leaves.width() + i];
        Tree.Linear linear = leaves.linear();
        if (linear == null) {
            return constant;
        }
        double sum = linear.constants()[leaf];
        for (int term = 0; term < linear.features()[leaf].length; term++) {
            double value = rows[from + linear.features()[leaf][term]];
            if (Double.isNaN(value)) {
                return constant;
            }
            sum += linear.coefficients()[leaf][term] * value;
        }
        return sum;
    }
}

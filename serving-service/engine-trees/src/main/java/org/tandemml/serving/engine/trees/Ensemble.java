package org.tandemml.serving.engine.trees;

import java.util.List;

/**
 * Trees and how their leaves are added up.
 *
 * @param columns numbers a row
 * @param outputs sums a row
 * @param trees in the order in which they are added
 * @param start what each sum begins with, by output
 * @param precision of the sums
 */
public record Ensemble(
        int columns, int outputs, List<Tree> trees, double[] start, Precision precision) {

    /** The precision in which a library adds up the leaves. */
    public enum Precision {
        /** Each addition is rounded to binary32. */
        FLOAT,
        /** Each addition is rounded to binary64. */
        DOUBLE
    }

    public Ensemble {
        trees = List.copyOf(trees);
    }
}

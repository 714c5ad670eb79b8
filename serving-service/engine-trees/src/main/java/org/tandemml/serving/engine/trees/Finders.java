package org.tandemml.serving.engine.trees;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.trees.TreeKernel.Layout;
import org.tandemml.serving.engine.trees.TreeKernel.Layouts;

/**
 * What finds the leaves of a kernel.
 *
 * @param layouts how the trees are laid out
 * @param row for one row
 * @param block for several at once; the same one where the layout is the same
 */
record Finders(Layouts layouts, LeafFinder row, LeafFinder block) {

    /** Those of layouts that fit the ensemble. */
    static Finders of(Ensemble ensemble, Layouts layouts) {
        LeafFinder row = Objects.requireNonNull(finder(ensemble, layouts.row()));
        LeafFinder block =
                layouts.row() == layouts.block()
                        ? row
                        : Objects.requireNonNull(finder(ensemble, layouts.block()));
        return new Finders(layouts, row, block);
    }

    /**
     * The trees in a layout.
     *
     * @return null if they do not fit
     */
    static @Nullable LeafFinder finder(Ensemble ensemble, Layout layout) {
        return switch (layout) {
            case BIT_VECTORS ->
                    BitVectorFinder.fits(ensemble.trees())
                            ? new BitVectorFinder(ensemble.trees(), ensemble.columns())
                            : null;
            case RANKS -> RankFinder.of(ensemble.trees(), ensemble.columns());
            case FLAT -> new FlatFinder(ensemble.trees());
        };
    }
}

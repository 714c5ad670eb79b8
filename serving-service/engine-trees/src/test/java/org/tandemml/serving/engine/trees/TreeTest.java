package org.tandemml.serving.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.engine.ModelLoadException;

/** Files come from strangers: only trees that every row leaves by one leaf are made. */
class TreeTest {

    /** Two splits, three leaves: split 0 leads to leaf 0 and split 1. */
    private static Tree tree(Consumer<Tree.Splits> change) throws ModelLoadException {
        return tree(change, 3);
    }

    private static Tree tree(Consumer<Tree.Splits> change, int leaves) throws ModelLoadException {
        Tree.Splits splits = Tree.Splits.of(2);
        splits.left()[0] = ~0;
        splits.right()[0] = 1;
        splits.left()[1] = ~1;
        splits.right()[1] = ~2;
        change.accept(splits);
        return new Tree("Tree 7", 2, splits, Tree.Leaves.of(new double[leaves]), 0);
    }

    private static void assertRefused(Consumer<Tree.Splits> change, String reason) {
        assertThatThrownBy(() -> tree(change))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("Tree 7")
                .hasMessageContaining(reason);
    }

    @Test
    void takes_a_tree() throws Exception {
        assertThat(tree(splits -> {}).leaves()).isEqualTo(3);
        assertThat(new Tree("Tree 0", 1, Tree.Splits.of(0), Tree.Leaves.of(5), 0).splits())
                .isZero();
    }

    @Test
    void refuses_branches_that_lead_nowhere() {
        assertRefused(s -> s.right()[0] = 2, "split 0: its right branch leads to split 2");
        assertRefused(s -> s.left()[1] = ~3, "split 1: its left branch leads to leaf 3");
        assertRefused(s -> s.left()[1] = Integer.MIN_VALUE, "does not exist");
    }

    @Test
    void refuses_cycles_and_shared_branches() {
        assertRefused(s -> s.right()[1] = 0, "leads to split 0, which is reached twice");
        assertRefused(s -> s.right()[1] = 1, "leads to split 1, which is reached twice");
        assertRefused(s -> s.right()[1] = ~1, "leads to leaf 1, which is reached twice");
    }

    @Test
    void refuses_what_no_row_reaches() {
        assertRefused(s -> s.right()[0] = ~1, "2 of its 5 splits and leaves are never reached");
        assertThatThrownBy(() -> tree(splits -> {}, 4))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("one leaf more than splits");
    }

    @Test
    void refuses_columns_and_thresholds_that_are_none() {
        assertRefused(s -> s.feature()[1] = 2, "split 1: feature 2 does not exist, there are 2");
        assertRefused(s -> s.feature()[0] = -1, "feature -1");
        assertRefused(s -> s.threshold()[1] = Double.NaN, "the threshold is not a number");
    }
}

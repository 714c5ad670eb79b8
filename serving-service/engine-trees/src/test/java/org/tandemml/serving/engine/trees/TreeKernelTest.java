package org.tandemml.serving.engine.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemml.serving.engine.Garbage;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.trees.Ensemble.Precision;
import org.tandemml.serving.engine.trees.TreeKernel.Layout;
import org.tandemml.serving.engine.trees.TreeKernel.Layouts;

/** Each layout against the plainest walk, on random trees and rows of odd numbers. */
class TreeKernelTest {
    private static final int ENSEMBLES = 150;
    private static final int ROWS = 2 * TreeKernel.BLOCK + 13;

    /** An ensemble as nodes and in normal form. */
    private record Pair(List<Grown> grown, int[] output, int width, Ensemble ensemble) {

        static Pair random(Random random, int maxLeaves) throws ModelLoadException {
            return random(random, maxLeaves, true);
        }

        static Pair random(Random random, int maxLeaves, boolean categories)
                throws ModelLoadException {
            int columns = 1 + random.nextInt(6);
            int outputs = 1 + random.nextInt(3);
            boolean linear = random.nextInt(4) == 0;
            int width = !linear && random.nextInt(3) == 0 ? outputs : 1;
            int trees = random.nextInt(12);
            List<Grown> grown = new ArrayList<>();
            List<Tree> normal = new ArrayList<>();
            int[] output = new int[trees];
            for (int i = 0; i < trees; i++) {
                int leaves = random.nextInt(5) == 0 ? maxLeaves : 1 + random.nextInt(maxLeaves);
                grown.add(new Grown(random, columns, leaves, width, linear, categories));
                output[i] = width > 1 ? 0 : random.nextInt(outputs);
                normal.add(grown.get(i).tree(output[i]));
            }
            Precision precision =
                    linear || random.nextBoolean() ? Precision.DOUBLE : Precision.FLOAT;
            double[] start = random.doubles(outputs).toArray();
            return new Pair(
                    grown, output, width, new Ensemble(columns, outputs, normal, start, precision));
        }

        double[] sums(double[] row) {
            double[] sums = ensemble.start().clone();
            boolean floats = ensemble.precision() == Precision.FLOAT;
            for (int i = 0; i < sums.length; i++) {
                sums[i] = floats ? (float) sums[i] : sums[i];
            }
            for (int i = 0; i < grown.size(); i++) {
                double[] add = grown.get(i).values(row);
                for (int j = 0; j < width; j++) {
                    int at = output[i] + j;
                    sums[at] = floats ? (float) sums[at] + (float) add[j] : sums[at] + add[j];
                }
            }
            return sums;
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void sums_the_leaves_that_a_plain_walk_reaches(Layout layout) throws Exception {
        Random random = new Random(20_261_124);
        for (int i = 0; i < ENSEMBLES; i++) {
            int maxLeaves = i % 3 == 0 ? 64 : layout != Layout.BIT_VECTORS && i % 3 == 1 ? 300 : 8;
            Pair pair = Pair.random(random, maxLeaves, layout != Layout.RANKS);
            assertSums(pair, TreeKernel.of(pair.ensemble(), new Layouts(layout, layout)), random);
        }
    }

    @Test
    void sums_them_whatever_layouts_it_chooses() throws Exception {
        Random random = new Random(3);
        for (int leaves : new int[] {1, 2, 64, 65, 2000}) {
            Pair pair = Pair.random(random, leaves);
            assertSums(pair, TreeKernel.compile(pair.ensemble()), random);
        }
    }

    private static void assertSums(Pair pair, TreeKernel kernel, Random random) {
        int columns = pair.ensemble().columns();
        int outputs = pair.ensemble().outputs();
        double[][] rows = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            rows[i] = Grown.row(random, columns);
            if (i >= TreeKernel.BLOCK) {
                // Nothing is missing, but from a few rows.
                Arrays.setAll(rows[i], complete(rows[i], i % 16 == 9));
            }
        }
        TreeKernel.Scratch many = kernel.newScratch(TreeKernel.BLOCK);
        TreeKernel.Scratch one = kernel.newScratch(1);
        for (int first = 0; first < ROWS; first += TreeKernel.BLOCK) {
            int count = Math.min(TreeKernel.BLOCK, ROWS - first);
            double[] block = new double[count * columns];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows[first + i], 0, block, i * columns, columns);
            }
            double[] sums = new double[1 + count * outputs];
            kernel.score(block, count, sums, 1, many);
            for (int i = 0; i < count; i++) {
                double[] expected = pair.sums(rows[first + i]);
                double[] alone = new double[outputs];
                kernel.score(rows[first + i], 1, alone, 0, one);
                assertThat(alone).as("row %d", first + i).containsExactly(expected);
                for (int j = 0; j < outputs; j++) {
                    assertThat(sums[1 + i * outputs + j])
                            .as("row %d of a block", first + i)
                            .isEqualTo(Double.valueOf(expected[j]));
                }
            }
        }
    }

    private static IntToDoubleFunction complete(double[] row, boolean asItIs) {
        return i -> asItIs || row[i] == row[i] ? row[i] : i;
    }

    @Test
    void measures_only_layouts_that_fit() throws Exception {
        Tree.Splits splits = Tree.Splits.of(1);
        splits.left()[0] = ~0;
        splits.right()[0] = ~1;
        Tree plain = new Tree("Tree", 1, splits, Tree.Leaves.of(1, 2), 0);
        assertThat(fitting(plain, 1)).containsExactly(Layout.values());
        assertThat(fitting(plain, 1 << 14)).doesNotContain(Layout.RANKS).hasSize(2);

        Tree.Splits endless = Tree.Splits.of(1);
        endless.threshold()[0] = Double.NEGATIVE_INFINITY;
        endless.left()[0] = ~0;
        endless.right()[0] = ~1;
        Tree unbounded = new Tree("Tree", 1, endless, Tree.Leaves.of(1, 2), 0);
        assertThat(fitting(unbounded, 1)).doesNotContain(Layout.RANKS).hasSize(2);

        Tree large = new Grown(new Random(1), 3, 65, 1, false, false).tree(0);
        assertThat(fitting(large, 3)).containsExactly(Layout.RANKS, Layout.FLAT);
        Tree odd = new Grown(new Random(1), 3, 65, 1, false, true).tree(0);
        assertThat(fitting(odd, 3)).containsExactly(Layout.FLAT);
        assertThat(TreeKernel.compile(ensemble(odd, 3)).layouts())
                .isEqualTo(new Layouts(Layout.FLAT, Layout.FLAT));
    }

    private static Ensemble ensemble(Tree tree, int columns) {
        return new Ensemble(columns, 1, List.of(tree), new double[1], Precision.DOUBLE);
    }

    private static List<Layout> fitting(Tree tree, int columns) {
        return Arrays.stream(Layout.values())
                .filter(layout -> Finders.finder(ensemble(tree, columns), layout) != null)
                .toList();
    }

    @Test
    void allocates_nothing_while_it_scores() throws Exception {
        Random random = new Random(5);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            trees.add(new Grown(random, 4, 31, 1, false, false).tree(0));
        }
        Ensemble ensemble = new Ensemble(4, 1, trees, new double[1], Precision.DOUBLE);
        double[] rows = new double[4 * TreeKernel.BLOCK];
        Arrays.setAll(rows, i -> random.nextGaussian());
        double[] sums = new double[TreeKernel.BLOCK];
        for (Layout layout : Layout.values()) {
            TreeKernel kernel = TreeKernel.of(ensemble, new Layouts(layout, layout));
            for (int count : new int[] {1, TreeKernel.BLOCK}) {
                TreeKernel.Scratch scratch = kernel.newScratch(count);
                Garbage.assertNone(
                        layout + ", rows: " + count,
                        () -> kernel.score(rows, count, sums, 0, scratch));
            }
        }
    }

    @Test
    void needs_a_block_of_room_only_for_a_block() throws Exception {
        Pair pair = Pair.random(new Random(9), 4);
        TreeKernel kernel = TreeKernel.compile(pair.ensemble());
        double[] rows = new double[(TreeKernel.BLOCK + 1) * pair.ensemble().columns()];
        double[] sums = new double[(TreeKernel.BLOCK + 1) * pair.ensemble().outputs()];
        TreeKernel.Scratch scratch = kernel.newScratch(TreeKernel.BLOCK);
        assertThatThrownBy(() -> kernel.score(rows, TreeKernel.BLOCK + 1, sums, 0, scratch))
                .isInstanceOf(RuntimeException.class);
    }
}

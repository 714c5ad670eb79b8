package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pmml.PmmlTree.Node;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.trees.Ensemble;
import org.tandemml.serving.engine.trees.Tree;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * The trees of an ensemble, which one kernel walks at once. Where the standard says something of
 * its own for missing values, the kernel walks complete rows, and the others are walked node by
 * node.
 */
final class KernelTrees {
    /** The layouts of so many kernels of a model are timed; those of more are not. */
    private static final int TIMED = 4;

    private final Map<Integer, Integer> columns = new LinkedHashMap<>();
    private final List<KernelTree.Laid> laid = new ArrayList<>();
    private final List<PmmlTree> trees = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    /**
     * Takes a tree, if the kernel can walk it.
     *
     * @param result where its answer belongs
     * @return whether it was taken
     */
    boolean take(PmmlTree tree, Result result) {
        try {
            laid.add(KernelTree.of(tree, columns, false));
        } catch (NotCompiledException otherForm) {
            return false;
        }
        trees.add(tree);
        results.add(result);
        return true;
    }

    /** Adds the step that answers for all trees that were taken. */
    void close(PmmlCompiler compiler) throws ModelLoadException, NotCompiledException {
        if (trees.isEmpty()) {
            return;
        }
        boolean complete = laid.stream().anyMatch(KernelTree.Laid::asksPresence);
        List<Tree> all = new ArrayList<>();
        double[][] answers = new double[trees.size()][];
        int width = 1 + results.get(0).labels();
        for (int tree = 0; tree < answers.length; tree++) {
            KernelTree.Laid each =
                    complete ? KernelTree.of(trees.get(tree), columns, true) : laid.get(tree);
            all.add(each.tree("Tree " + tree, columns));
            answers[tree] = answers(each.leaves(), width);
        }
        Ensemble ensemble =
                new Ensemble(
                        Math.max(1, columns.size()),
                        1,
                        all,
                        new double[1],
                        Ensemble.Precision.DOUBLE);
        TreeKernel kernel =
                compiler.kernels() < TIMED
                        ? TreeKernel.compileForRows(ensemble)
                        : TreeKernel.compileFlat(ensemble);
        int index = compiler.add(kernel);
        int[] slots = columns.keySet().stream().mapToInt(Integer::intValue).toArray();
        int[] to = results.stream().mapToInt(Result::value).toArray();
        PmmlTree[] plain = trees.toArray(PmmlTree[]::new);
        Result[] plainResults = results.toArray(Result[]::new);
        compiler.add(
                work -> {
                    double[] row = work.rows[index];
                    boolean whole = true;
                    for (int column = 0; column < slots.length; column++) {
                        double value = work.values[slots[column]];
                        row[column] = value;
                        whole &= value == value;
                    }
                    if (complete && !whole) {
                        for (int tree = 0; tree < plain.length; tree++) {
                            plain[tree].answer(work.values, plainResults[tree]);
                        }
                        return;
                    }
                    TreeKernel.Scratch leaves = work.scratches[index];
                    kernel.find(row, 1, leaves);
                    for (int tree = 0; tree < to.length; tree++) {
                        int from = leaves.leaf(tree, 0) * width;
                        double[] answer = answers[tree];
                        for (int i = 0; i < width; i++) {
                            work.values[to[tree] + i] = answer[from + i];
                        }
                    }
                });
    }

    /** What each leaf answers: a number, or the index of a label and all probabilities. */
    private static double[] answers(List<@Nullable Node> leaves, int width) {
        double[] answers = new double[leaves.size() * width];
        Result inPlace = new Result(0, 1, width - 1);
        double[] answer = new double[width];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            Node node = leaves.get(leaf);
            if (width > 1) {
                PmmlTree.write(node, answer, inPlace);
            } else {
                answer[0] = node == null ? Double.NaN : node.score();
            }
            System.arraycopy(answer, 0, answers, leaf * width, width);
        }
        return answers;
    }
}

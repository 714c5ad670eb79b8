package org.tandemml.serving.engine.pmml;

import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Program.Result;

/**
 * A decision tree, walked as the standard says.
 *
 * @param root the root
 * @param missing what is done where a value is missing
 * @param returnsLast whether a node none of whose children is true answers itself
 */
record PmmlTree(Node root, Missing missing, boolean returnsLast) {

    /** The strategies for missing values. */
    enum Missing {
        NONE,
        LAST,
        NULL,
        DEFAULT,
        WEIGH,
        AGGREGATE
    }

    /**
     * A node.
     *
     * @param defaultChild the index of the child to go to where a value is missing; -1 if there is
     *     none
     * @param score a number, or the index of the label; NaN if the node says none
     * @param probabilities by label; null if the node has none
     * @param counts records by label; null where they are not needed
     * @param records how many records reached the node
     */
    record Node(
            Predicate predicate,
            Node[] children,
            int defaultChild,
            double score,
            double @Nullable [] probabilities,
            double @Nullable [] counts,
            double records) {}

    /** Writes the answer. */
    void answer(double[] values, Result result) {
        if (!result.classification()) {
            Node node = find(values);
            values[result.value()] = node == null ? Double.NaN : node.score;
        } else if (missing == Missing.WEIGH || missing == Missing.AGGREGATE) {
            spread(values, result);
        } else {
            write(find(values), values, result);
        }
    }

    /** Writes the answer of a node; that there is none, if it says nothing or there is no node. */
    static void write(@Nullable Node node, double[] values, Result result) {
        if (node == null || node.probabilities == null) {
            Labelled.nothing(result, values);
            return;
        }
        System.arraycopy(node.probabilities, 0, values, result.probabilities(), result.labels());
        if (node.score == node.score) {
            values[result.value()] = node.score;
        } else {
            Labelled.decide(result, values);
        }
    }

    /** The node that answers; null if none does. */
    private @Nullable Node find(double[] values) {
        if (root.predicate.test(values) != Predicate.TRUE) {
            return null;
        }
        Node node = root;
        while (node.children.length > 0) {
            Node next = null;
            for (Node child : node.children) {
                int holds = child.predicate.test(values);
                if (holds == Predicate.TRUE) {
                    next = child;
                    break;
                }
                if (holds == Predicate.UNKNOWN && missing != Missing.NONE) {
                    if (missing != Missing.DEFAULT) {
                        return missing == Missing.LAST ? node : null;
                    }
                    if (node.defaultChild < 0) {
                        return null;
                    }
                    next = node.children[node.defaultChild];
                    break;
                }
            }
            if (next == null) {
                return returnsLast ? node : null;
            }
            node = next;
        }
        return node;
    }

    /** The answer of all nodes that a row with missing values may reach. */
    private void spread(double[] values, Result result) {
        int labels = result.labels();
        for (int label = 0; label < labels; label++) {
            values[result.probabilities() + label] = 0;
        }
        boolean any =
                root.predicate.test(values) == Predicate.TRUE
                        && (missing == Missing.WEIGH
                                ? weigh(root, 1, values, result)
                                : aggregate(root, values, result));
        if (!any) {
            Labelled.nothing(result, values);
            return;
        }
        if (missing == Missing.AGGREGATE) {
            double total = 0;
            for (int label = 0; label < labels; label++) {
                total += values[result.probabilities() + label];
            }
            for (int label = 0; label < labels; label++) {
                values[result.probabilities() + label] /= total;
            }
        }
        Labelled.decide(result, values);
    }

    /** Adds a node's probabilities, or those of its children by their records. */
    private boolean weigh(Node node, double weight, double[] values, Result result) {
        Node only = onlyChild(node, values);
        if (only != null) {
            return weigh(only, weight, values, result);
        }
        double records = openRecords(node, values);
        if (records == 0) {
            boolean answers =
                    (node.children.length == 0 || returnsLast) && node.probabilities != null;
            for (int label = 0; answers && label < result.labels(); label++) {
                values[result.probabilities() + label] += weight * node.probabilities[label];
            }
            return answers;
        }
        boolean any = false;
        for (Node child : node.children) {
            if (child.predicate.test(values) != Predicate.FALSE) {
                any |= weigh(child, weight * child.records / records, values, result);
            }
        }
        return any;
    }

    /** Adds the records of the leaves. */
    private boolean aggregate(Node node, double[] values, Result result) {
        Node only = onlyChild(node, values);
        if (only != null) {
            return aggregate(only, values, result);
        }
        if (openRecords(node, values) == 0) {
            boolean answers = (node.children.length == 0 || returnsLast) && node.counts != null;
            for (int label = 0; answers && label < result.labels(); label++) {
                values[result.probabilities() + label] += node.counts[label];
            }
            return answers;
        }
        boolean any = false;
        for (Node child : node.children) {
            if (child.predicate.test(values) != Predicate.FALSE) {
                any |= aggregate(child, values, result);
            }
        }
        return any;
    }

    /** The first child that is not false, if it is true: no value is missing. */
    private static @Nullable Node onlyChild(Node node, double[] values) {
        for (Node child : node.children) {
            int holds = child.predicate.test(values);
            if (holds != Predicate.FALSE) {
                return holds == Predicate.TRUE ? child : null;
            }
        }
        return null;
    }

    private static double openRecords(Node node, double[] values) {
        double records = 0;
        for (Node child : node.children) {
            if (child.predicate.test(values) != Predicate.FALSE) {
                records += child.records;
            }
        }
        return records;
    }
}

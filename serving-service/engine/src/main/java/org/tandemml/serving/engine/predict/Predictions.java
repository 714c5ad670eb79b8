package org.tandemml.serving.engine.predict;

import java.util.List;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/**
 * The answers for the rows of a table, by columns. Arrays with several numbers a row are row-major.
 * The forms on the wire are those of the interface's section 6.
 */
public sealed interface Predictions {
    /** How many rows were answered. */
    int rows();

    /** What the numbers beside a label are. */
    enum ScoreKind {
        PROBABILITIES,
        SCORES,
        NONE
    }

    /**
     * One label a row.
     *
     * @param labels the classes
     * @param predicted the index of the answer in {@code labels}; -1 where the model answers
     *     nothing
     * @param kind what {@code scores} holds
     * @param scores rows x labels; empty for {@link ScoreKind#NONE}; NaN in the first cell of a row
     *     means that this row has none
     */
    record Classification(Labels labels, int[] predicted, ScoreKind kind, double[] scores)
            implements Predictions {
        @Override
        public int rows() {
            return predicted.length;
        }
    }

    /**
     * A set of labels a row.
     *
     * @param labels the classes
     * @param set rows x labels
     * @param scores rows x labels; empty for {@link ScoreKind#NONE}; NaN in the first cell of a row
     *     means that this row has none, which is written as an empty object
     */
    record MultiLabel(Labels labels, boolean[] set, ScoreKind kind, double[] scores, int rows)
            implements Predictions {}

    /**
     * Numbers.
     *
     * @param dimensions the names of the outputs; with one of them a row is a number, with several
     *     an object
     * @param values rows x dimensions
     * @param present whether the model answered the row
     */
    record Regression(List<String> dimensions, double[] values, boolean[] present)
            implements Predictions {
        public Regression {
            dimensions = List.copyOf(dimensions);
        }

        @Override
        public int rows() {
            return present.length;
        }
    }

    /**
     * A cluster a row.
     *
     * @param assigned index into {@code clusters}; -1 where the model answers nothing
     */
    record Clustering(Labels clusters, int[] assigned) implements Predictions {
        @Override
        public int rows() {
            return assigned.length;
        }
    }

    /** Whether each row is an anomaly, and the score behind that. */
    record Anomalies(boolean[] anomalous, double[] scores) implements Predictions {
        @Override
        public int rows() {
            return anomalous.length;
        }
    }

    /** Named output fields: a row is an object with the columns of the table. */
    record Records(Table table) implements Predictions {
        @Override
        public int rows() {
            return table.rows();
        }
    }

    /**
     * The elements of a numpy array, as MLflow writes what a model's {@code predict} returns: a
     * number a row, or a list of numbers where the array has a second dimension.
     *
     * @param values rows x width
     * @param rows how many rows
     * @param width numbers a row
     * @param nested whether a row is a list; else it is a number, and there is one of them
     */
    record Numbers(double[] values, int rows, int width, boolean nested) implements Predictions {
        /** A row is a number if there is one of them, a list if there are several. */
        public Numbers(double[] values, int rows, int width) {
            this(values, rows, width, width != 1);
        }
    }

    /**
     * A bare label a row, as MLflow writes what a classifier's {@code predict} returns.
     *
     * @param predicted index into {@code labels}
     */
    record BareLabels(Labels labels, int[] predicted) implements Predictions {
        @Override
        public int rows() {
            return predicted.length;
        }
    }

    /**
     * Several bare labels a row, as MLflow writes what the {@code predict} of a classifier with
     * several outputs returns: a list of them.
     *
     * @param labels the classes of each output
     * @param predicted rows x outputs: index into the output's labels
     */
    record LabelLists(List<Labels> labels, int[] predicted, int rows) implements Predictions {
        public LabelLists {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Named outputs that are arrays of any shape: one object for all rows, as MLflow writes what a
     * model answers with a dictionary of numpy arrays.
     *
     * @param names of the outputs
     * @param values {@link Column.Tensor} or {@link Column.Nested}, one for each name
     * @param rows how many rows were answered
     */
    record Named(List<String> names, List<Column> values, int rows) implements Predictions {
        public Named {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }
    }
}

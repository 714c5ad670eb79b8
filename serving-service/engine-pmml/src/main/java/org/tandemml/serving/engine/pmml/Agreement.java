package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/**
 * Holds a program's answers against PMML4S's: the same refusals, the same labels, and numbers that
 * differ by rounding alone.
 */
final class Agreement {
    /** How many rows are made to compare on. */
    static final int ROWS = 64;

    private static final double DOUBLE = 1e-9;

    /** PMML4S sums as binary64 what the trainer summed as binary32. */
    private static final double SINGLE = 1e-4;

    private final double tolerance;

    private Agreement(double tolerance) {
        this.tolerance = tolerance;
    }

    static Agreement of(Program program) {
        return new Agreement(program.single() ? SINGLE : DOUBLE);
    }

    /** Whether two predictors give the same answers. */
    boolean holds(Predictor program, Predictor reference, Table rows) {
        Predictions wanted;
        try {
            wanted = reference.predict(rows);
        } catch (PredictionException refused) {
            return refuses(program, rows, refused.row());
        }
        try {
            return same(program.predict(rows), wanted);
        } catch (PredictionException refused) {
            return false;
        }
    }

    private static boolean refuses(Predictor program, Table rows, int row) {
        try {
            program.predict(rows);
            return false;
        } catch (PredictionException refused) {
            return refused.row() == row;
        }
    }

    private boolean same(Predictions given, Predictions wanted) {
        if (given instanceof Predictions.Regression a
                && wanted instanceof Predictions.Regression b) {
            for (int row = 0; row < a.rows(); row++) {
                if (a.present()[row] != b.present()[row]
                        || a.present()[row] && !near(a.values()[row], b.values()[row])) {
                    return false;
                }
            }
            return true;
        }
        if (given instanceof Predictions.Classification a
                && wanted instanceof Predictions.Classification b) {
            int width = a.labels().names().size();
            for (int row = 0; row < a.rows(); row++) {
                if (!same(a, b, row, width)) {
                    return false;
                }
            }
            return true;
        }
        return false;
    }

    private boolean same(
            Predictions.Classification a, Predictions.Classification b, int row, int width) {
        int from = row * width;
        boolean nothing = Double.isNaN(b.scores()[from]);
        if (nothing) {
            return a.predicted()[row] == b.predicted()[row] && Double.isNaN(a.scores()[from]);
        }
        for (int label = 0; label < width; label++) {
            if (!near(a.scores()[from + label], b.scores()[from + label])) {
                return false;
            }
        }
        int one = a.predicted()[row];
        int two = b.predicted()[row];
        // Which of two labels wins that are equally likely is decided by the last bit.
        return one == two
                || one >= 0 && two >= 0 && near(a.scores()[from + one], a.scores()[from + two]);
    }

    private boolean near(double given, double wanted) {
        return given == wanted
                || Math.abs(given - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
    }

    /**
     * Rows, one a table, of values on, beside and far from those that a program compares with, and,
     * in every second row, of missing ones.
     */
    static List<Table> rows(PmmlCompiler.Compiled compiled, Schema.Columns schema) {
        Program program = compiled.program();
        Random random = new Random(20_260_101);
        List<Table> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<Column> columns = new ArrayList<>();
            for (int input = 0; input < schema.columns().size(); input++) {
                double[] probes = program.probes()[input];
                // Of wide rows hardly any would be whole, and those take another path.
                boolean whole = row % 2 == 0;
                columns.add(compiled.inputs().get(input).trial(probes, program, whole, random));
            }
            rows.add(new Table(schema, 1, columns));
        }
        return rows;
    }
}

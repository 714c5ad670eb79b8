package org.tandemml.serving.engine.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/** Where the columns of one schema hold a model's features. */
final class FeatureColumns {
    private final int features;
    private final int[] ids;
    private final int[] columns;
    private final String[] names;

    /**
     * @param columnOfFeature by feature id; -1 where the schema has no column for the feature
     * @param featureNames by feature id
     */
    FeatureColumns(int[] columnOfFeature, String[] featureNames) {
        features = columnOfFeature.length;
        int bound = (int) Arrays.stream(columnOfFeature).filter(column -> column >= 0).count();
        ids = new int[bound];
        columns = new int[bound];
        names = new String[bound];
        int next = 0;
        for (int id = 0; id < columnOfFeature.length; id++) {
            if (columnOfFeature[id] >= 0) {
                ids[next] = id;
                columns[next] = columnOfFeature[id];
                names[next] = featureNames[id];
                next++;
            }
        }
    }

    /** Rows by feature id, NaN for absent, as a table of the model's own schema. */
    static Table table(Schema.Columns schema, List<double[]> rows) {
        List<Column> columns = new ArrayList<>();
        for (int id = 0; id < schema.columns().size(); id++) {
            double[] values = new double[rows.size()];
            Missing missing = new Missing();
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[id];
                if (Double.isNaN(values[row])) {
                    missing.set(row);
                }
            }
            columns.add(new Column.Doubles(values, missing));
        }
        return new Table(schema, rows.size(), columns);
    }

    /** How many features there are, with a column or without. */
    int size() {
        return features;
    }

    /** The table's columns in the order that {@link #read} wants them. */
    Column[] columns(Table table) {
        List<Column> all = table.columns();
        Column[] bound = new Column[columns.length];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = all.get(columns[i]);
        }
        return bound;
    }

    /**
     * Reads rows.
     *
     * @param bound what {@link #columns} gave
     * @param first the first row
     * @param count how many
     * @param into row-major, a value for each feature id, to be set: NaN where it is absent
     * @throws PredictionException if a row has no value at all: Tribuo does not score it either
     */
    void read(Column[] bound, int first, int count, double[] into) {
        if (ids.length < features) {
            // A kernel may have written to features that have no column.
            Arrays.fill(into, Double.NaN);
        }
        for (int i = 0; i < bound.length; i++) {
            Column column = bound[i];
            int at = ids[i];
            if (column instanceof Column.Doubles doubles) {
                // Cells without a value hold NaN.
                double[] values = doubles.values();
                for (int row = 0; row < count; row++) {
                    into[row * features + at] = values[first + row];
                }
            } else {
                for (int row = 0; row < count; row++) {
                    into[row * features + at] = column.asDouble(first + row);
                }
            }
        }
        for (int row = 0; row < count; row++) {
            requireAny(into, row * features, first + row);
        }
    }

    /**
     * Reads a table of one row.
     *
     * @param into a value for each feature id, to be set: NaN where it is absent
     * @throws PredictionException as {@link #read}
     */
    void readRow(Table table, double[] into) {
        if (ids.length < features) {
            Arrays.fill(into, Double.NaN);
        }
        List<Column> all = table.columns();
        for (int i = 0; i < ids.length; i++) {
            Column column = all.get(columns[i]);
            into[ids[i]] =
                    column instanceof Column.Doubles doubles
                            ? doubles.values()[0]
                            : column.asDouble(0);
        }
        requireAny(into, 0, 0);
    }

    private void requireAny(double[] rows, int from, int row) {
        for (int i = from; i < from + features; i++) {
            if (rows[i] == rows[i]) {
                return;
            }
        }
        throw noValues(row);
    }

    /** A row as Tribuo wants it: the values that are there, by name. */
    <T extends Output<T>> Example<T> example(Column[] bound, int row, T unknown) {
        String[] presentNames = new String[bound.length];
        double[] values = new double[bound.length];
        int present = 0;
        for (int i = 0; i < bound.length; i++) {
            double value = bound[i].asDouble(row);
            if (value == value) {
                presentNames[present] = names[i];
                values[present] = value;
                present++;
            }
        }
        if (present == 0) {
            throw noValues(row);
        }
        return present == values.length
                ? new ArrayExample<>(unknown, presentNames, values)
                : new ArrayExample<>(
                        unknown,
                        Arrays.copyOf(presentNames, present),
                        Arrays.copyOf(values, present));
    }

    private static PredictionException noValues(int row) {
        return new PredictionException(
                row,
                "Row %d has no value for any of the model's features, so there is nothing to score."
                        .formatted(row));
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.BooleanType$;
import org.pmml4s.common.IntegerType$;
import org.pmml4s.common.NumericType;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.Series;
import org.pmml4s.metadata.OutputField;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/** An object a row: the prediction and its probabilities, if any, and output fields by name. */
final class PmmlRecords implements PmmlAnswers {
    private static final String PREDICTION = "prediction";
    private static final String PROBABILITIES = "probabilities";

    private final OutputField[] declared;
    private final @Nullable Labels labels;
    private final int prediction;
    private final Schema.Columns schema;

    /**
     * @param declared the output fields, first in each answer
     * @param labels the classes whose probabilities follow the prediction; null if there are none
     * @param prediction the index of the prediction in an answer; 0 if there is none
     */
    PmmlRecords(OutputField[] declared, @Nullable Labels labels, int prediction) {
        this.declared = declared.clone();
        this.labels = labels;
        this.prediction = prediction;
        List<ColumnSpec> columns = new ArrayList<>();
        if (prediction > 0 && !declares(PREDICTION)) {
            columns.add(column(PREDICTION, new ColumnType.Any()));
        }
        if (labels != null && !declares(PROBABILITIES)) {
            columns.add(column(PROBABILITIES, new ColumnType.Any()));
        }
        for (OutputField field : declared) {
            if (field.isFinalResult()) {
                columns.add(column(field.name(), new ColumnType.Scalar(type(field))));
            }
        }
        schema = new Schema.Columns(columns);
    }

    private static ColumnSpec column(String name, ColumnType type) {
        return new ColumnSpec(name, type, true);
    }

    private boolean declares(String name) {
        for (OutputField field : declared) {
            if (field.isFinalResult() && field.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static DataType type(OutputField field) {
        if (field.dataType() instanceof IntegerType$) {
            return DataType.LONG;
        }
        if (field.dataType() instanceof BooleanType$) {
            return DataType.BOOLEAN;
        }
        return field.dataType() instanceof NumericType ? DataType.DOUBLE : DataType.STRING;
    }

    @Override
    public Rows rows(int rows) {
        return new Collected(rows);
    }

    private final class Collected implements Rows {
        private final int rows;
        private final List<@Nullable DataVal[]> cells = new ArrayList<>();
        private final @Nullable Object[] predictions;
        private final @Nullable Object[] probabilities;

        Collected(int rows) {
            this.rows = rows;
            this.predictions = new @Nullable Object[rows];
            this.probabilities = new @Nullable Object[rows];
            for (int i = 0; i < declared.length; i++) {
                cells.add(new @Nullable DataVal[rows]);
            }
        }

        @Override
        public void add(int row, Series answer) {
            for (int i = 0; i < declared.length; i++) {
                cells.get(i)[row] = Values.cell(answer, i);
            }
            DataVal predicted = prediction > 0 ? Values.cell(answer, prediction) : null;
            predictions[row] = predicted == null ? null : predicted.toVal();
            if (labels != null && predicted != null) {
                Map<String, Double> byLabel = new LinkedHashMap<>();
                for (int label = 0; label < labels.names().size(); label++) {
                    byLabel.put(
                            labels.names().get(label),
                            Values.number(answer, prediction + 1 + label));
                }
                probabilities[row] = byLabel;
            }
        }

        @Override
        public Predictions finish() {
            List<Column> columns = new ArrayList<>();
            if (prediction > 0 && !declares(PREDICTION)) {
                columns.add(nested(predictions));
            }
            if (labels != null && !declares(PROBABILITIES)) {
                columns.add(nested(probabilities));
            }
            for (int i = 0; i < declared.length; i++) {
                if (declared[i].isFinalResult()) {
                    columns.add(typed(type(declared[i]), cells.get(i)));
                }
            }
            return new Predictions.Records(new Table(schema, rows, columns));
        }
    }

    private static Column nested(@Nullable Object[] values) {
        Missing missing = new Missing();
        for (int row = 0; row < values.length; row++) {
            if (values[row] == null) {
                missing.set(row);
            }
        }
        return new Column.Nested(values, missing);
    }

    private static Column typed(DataType type, @Nullable DataVal[] cells) {
        Missing missing = new Missing();
        for (int row = 0; row < cells.length; row++) {
            if (cells[row] == null) {
                missing.set(row);
            }
        }
        return switch (type) {
            case LONG -> {
                long[] values = new long[cells.length];
                for (int row = 0; row < values.length; row++) {
                    DataVal cell = cells[row];
                    values[row] = cell == null ? 0 : cell.toLong();
                }
                yield new Column.Longs(values, missing);
            }
            case BOOLEAN -> {
                boolean[] values = new boolean[cells.length];
                for (int row = 0; row < values.length; row++) {
                    DataVal cell = cells[row];
                    values[row] = cell != null && cell.toBool();
                }
                yield new Column.Booleans(values, missing);
            }
            case DOUBLE -> {
                double[] values = new double[cells.length];
                for (int row = 0; row < values.length; row++) {
                    DataVal cell = cells[row];
                    values[row] = cell == null ? Double.NaN : cell.toDouble();
                }
                yield new Column.Doubles(values, missing);
            }
            default -> {
                @Nullable String[] values = new @Nullable String[cells.length];
                for (int row = 0; row < values.length; row++) {
                    DataVal cell = cells[row];
                    values[row] = cell == null ? null : Values.text(cell);
                }
                yield new Column.Strings(values, missing);
            }
        };
    }
}

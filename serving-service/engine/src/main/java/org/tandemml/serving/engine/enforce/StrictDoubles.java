package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.tandemml.serving.engine.literal.ExactNumber;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code double}. NaN is a missing value, as in pandas. */
final class StrictDoubles extends CellReader {
    private double[] values = {};

    StrictDoubles(ColumnPlan plan, Intake intake) {
        super(plan, intake);
    }

    @Override
    void resize(int cells) {
        values = Arrays.copyOf(values, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            missing.set(row);
            return;
        }
        String problem = NumberToken.doubleProblem(parser, token);
        if (problem == null) {
            store(NumberToken.toDouble(parser, token), row);
        } else {
            refuse(parser, token, row, problem);
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        if (cell.isBlank()) {
            missing.set(row);
        } else if (!cell.isNumber() && !NumberToken.isWord(cell.trimmed())) {
            refuse(cell, row, "string");
        } else {
            double value = cell.toDouble();
            if (Double.isInfinite(value) && cell.isNumber()) {
                refuse(cell, row, NumberToken.OUT_OF_RANGE);
            } else if (cell.isInteger()
                    && Math.abs(value) > ExactNumber.EXACT_DOUBLE
                    && !ExactNumber.fitsDouble(cell.trimmed())) {
                refuse(cell, row, NumberToken.NOT_EXACT);
            } else {
                store(value, row);
            }
        }
    }

    private void store(double value, int row) {
        if (Double.isNaN(value)) {
            missing.set(row);
        } else {
            values[row] = value;
        }
    }

    @Override
    Column toColumn(int rows) {
        if (missing.any()) {
            for (int row = 0; row < rows; row++) {
                if (missing.get(row)) {
                    values[row] = Double.NaN;
                }
            }
        }
        return new Column.Doubles(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.doubles();
    }
}

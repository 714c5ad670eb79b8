package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.tandemml.serving.engine.literal.ExactNumber;
import org.tandemml.serving.engine.table.Column;

/**
 * Declared {@code float}. A number with a point or an exponent becomes the nearest float in one
 * rounding; an integer must be exactly one. NaN is a missing value.
 */
final class StrictFloats extends CellReader {
    private float[] values = {};

    StrictFloats(ColumnPlan plan, Intake intake) {
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
        String problem = NumberToken.floatProblem(parser, token);
        if (problem == null) {
            store(NumberToken.toFloat(parser, token), row);
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
            float value = Float.parseFloat(cell.trimmed());
            if (Float.isInfinite(value) && cell.isNumber()) {
                refuse(cell, row, NumberToken.OUT_OF_RANGE);
            } else if (cell.isInteger()
                    && Math.abs(value) > ExactNumber.EXACT_FLOAT
                    && !ExactNumber.fitsFloat(cell.trimmed())) {
                refuse(cell, row, NumberToken.NOT_EXACT);
            } else {
                store(value, row);
            }
        }
    }

    private void store(float value, int row) {
        if (Float.isNaN(value)) {
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
                    values[row] = Float.NaN;
                }
            }
        }
        return new Column.Floats(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.floats();
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code boolean}: true and false; in CSV in any case, since pandas writes True. */
final class StrictBooleans extends CellReader {
    private boolean[] values = {};

    StrictBooleans(ColumnPlan plan, Intake intake) {
        super(plan, intake);
    }

    @Override
    void resize(int cells) {
        values = Arrays.copyOf(values, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        if (token == JsonToken.VALUE_TRUE) {
            values[row] = true;
        } else if (token == JsonToken.VALUE_FALSE) {
            values[row] = false;
        } else {
            refuse(parser, token, row, Intake.kind(token));
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        if (cell.isBlank()) {
            refuse(cell, row, "null");
            return;
        }
        String text = cell.trimmed();
        if (text.equalsIgnoreCase("true")) {
            values[row] = true;
        } else if (text.equalsIgnoreCase("false")) {
            values[row] = false;
        } else {
            refuse(cell, row, cell.isNumber() ? "number" : "string");
        }
    }

    @Override
    Column toColumn(int rows) {
        return new Column.Booleans(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.booleans();
    }
}

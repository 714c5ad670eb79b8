package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code string}; in CSV an empty cell is missing, {@code ""} is empty text. */
final class StrictStrings extends CellReader {
    private @Nullable String[] values = {};

    StrictStrings(ColumnPlan plan, Intake intake) {
        super(plan, intake);
    }

    @Override
    void resize(int cells) {
        values = Arrays.copyOf(values, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            values[row] = parser.getText();
        } else if (token == JsonToken.VALUE_NULL) {
            missing.set(row);
        } else {
            refuse(parser, token, row, Intake.kind(token));
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        if (cell.isEmpty() && !cell.isQuoted()) {
            missing.set(row);
        } else {
            values[row] = cell.text();
        }
    }

    @Override
    Column toColumn(int rows) {
        return new Column.Strings(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.strings();
    }
}

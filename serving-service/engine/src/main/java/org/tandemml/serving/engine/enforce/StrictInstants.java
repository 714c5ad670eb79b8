package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Arrays;
import org.tandemml.serving.engine.literal.IsoDateTime;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code datetime}: ISO 8601 text. */
final class StrictInstants extends CellReader {
    private static final String NO_DATETIME = "string that is no ISO 8601 date-time";

    private long[] epochNanos = {};

    StrictInstants(ColumnPlan plan, Intake intake) {
        super(plan, intake);
    }

    @Override
    void resize(int cells) {
        epochNanos = Arrays.copyOf(epochNanos, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            missing.set(row);
        } else if (token != JsonToken.VALUE_STRING) {
            refuse(parser, token, row, Intake.kind(token));
        } else if (!parse(parser.getText(), row)) {
            refuse(parser, token, row, NO_DATETIME);
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        if (cell.isBlank()) {
            missing.set(row);
        } else if (!parse(cell.trimmed(), row)) {
            refuse(cell, row, NO_DATETIME);
        }
    }

    private boolean parse(String text, int row) {
        try {
            epochNanos[row] = IsoDateTime.toEpochNanos(text);
            return true;
        } catch (DateTimeException noDateTime) {
            return false;
        }
    }

    @Override
    Column toColumn(int rows) {
        return new Column.Instants(epochNanos, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.instants();
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.literal.StrictBase64;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code binary}: base64 text. */
final class StrictBinaries extends CellReader {
    private static final String NO_BASE64 = "string that is no padded base64";

    private byte @Nullable [][] values = {};

    StrictBinaries(ColumnPlan plan, Intake intake) {
        super(plan, intake);
    }

    @Override
    void resize(int cells) {
        values = Arrays.copyOf(values, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            refuse(parser, token, row, Intake.kind(token));
        } else if (!decode(parser.getText(), row)) {
            refuse(parser, token, row, NO_BASE64);
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        if (cell.isEmpty() && !cell.isQuoted()) {
            refuse(cell, row, "null");
        } else if (!decode(cell.text(), row)) {
            refuse(cell, row, NO_BASE64);
        }
    }

    private boolean decode(String text, int row) {
        try {
            values[row] = StrictBase64.decode(text);
            return true;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    @Override
    Column toColumn(int rows) {
        return new Column.Binaries(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.binaries();
    }
}

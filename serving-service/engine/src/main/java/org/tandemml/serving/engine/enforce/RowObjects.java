package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * An array of row objects. Rows mostly have the same keys in the same order, so a key is first
 * compared with the one that stood there in the row before.
 */
final class RowObjects {
    private final BodyColumns columns;
    private final Intake intake;
    private final boolean compact;
    private final int[] guess;

    /**
     * @param compact whether each column is filled by itself, so that values move up where rows
     *     lack the column: what MLflow does with {@code instances}
     */
    RowObjects(BodyColumns columns, Intake intake, boolean compact) {
        this.columns = columns;
        this.intake = intake;
        this.compact = compact;
        this.guess = new int[columns.size()];
        for (int i = 0; i < guess.length; i++) {
            guess[i] = i;
        }
    }

    /**
     * Reads rows up to the end of the array.
     *
     * @param first the token after the array's start
     * @return how many there are
     */
    int read(JsonParser parser, JsonToken first) throws IOException {
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            if (token == JsonToken.START_OBJECT) {
                readRow(parser, row);
            } else if (intake.strict()) {
                intake.refuse(parser, token, row, null, "row object", Intake.kind(token));
            } else if (row > 0) {
                throw Intake.badForm(
                        "Row " + row + " must be a row object, is " + Intake.kind(token) + ".");
            } else {
                parser.skipChildren();
            }
            row++;
        }
        String where = intake.pointer(parser);
        columns.reportMissing(where);
        if (intake.strict()) {
            columns.reportGaps(row, where);
        }
        return compact ? columns.compactRows() : row;
    }

    private void readRow(JsonParser parser, int row) throws IOException {
        int position = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int index = find(name, position);
            JsonToken value = parser.nextToken();
            if (index == BodyColumns.EXTRA) {
                if (intake.strict()) {
                    columns.reportExtra(name, row, intake.pointer(parser));
                } else if (compact) {
                    columns.countExtra(name);
                }
                parser.skipChildren();
            } else {
                CellReader reader = columns.reader(index);
                if (reader.has(row) && intake.strict()) {
                    reader.refuse(parser, value, row, "key twice in the row");
                } else {
                    columns.markPresent(index);
                    reader.read(parser, value, compact ? reader.seen() : row);
                }
            }
            position++;
        }
    }

    private int find(String name, int position) {
        if (position >= guess.length) {
            return columns.resolve(name);
        }
        int guessed = guess[position];
        if (name.equals(columns.name(guessed))) {
            return guessed;
        }
        int index = columns.resolve(name);
        if (index != BodyColumns.EXTRA) {
            guess[position] = index;
        }
        return index;
    }
}

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
    private final int[] guess;

    RowObjects(BodyColumns columns, Intake intake) {
        this.columns = columns;
        this.intake = intake;
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
            } else {
                intake.refuse(parser, token, row, null, "row object", Intake.kind(token));
            }
            row++;
        }
        String where = intake.pointer(parser);
        columns.reportMissing(where);
        columns.reportGaps(row, where);
        return row;
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
                }
                parser.skipChildren();
            } else {
                CellReader reader = columns.reader(index);
                if (reader.has(row) && intake.strict()) {
                    reader.refuse(parser, value, row, "key twice in the row");
                } else {
                    columns.markPresent(index);
                    reader.read(parser, value, row);
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

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The forms {@code inputs} and {@code instances}: an object of columns, an array of row objects, or
 * an array (of arrays) of values.
 */
final class ValuesForm {
    private final Blueprint blueprint;
    private final BodyColumns columns;
    private final Intake intake;
    private final String key;

    ValuesForm(Blueprint blueprint, BodyColumns columns, Intake intake, String key) {
        this.blueprint = blueprint;
        this.columns = columns;
        this.intake = intake;
        this.key = key;
    }

    /** Reads the form and answers how many rows it has. */
    int read(JsonParser parser, JsonToken value) throws IOException {
        if (blueprint.wholeTensor()) {
            columns.markPresent(0);
            return tensor(0).readWhole(parser, value);
        }
        if (value == JsonToken.START_OBJECT) {
            return readColumns(parser);
        }
        if (value == JsonToken.START_ARRAY) {
            return readArray(parser);
        }
        if (!blueprint.named() && columns.size() == 1) {
            columns.markPresent(0);
            columns.reader(0).read(parser, value, 0);
            return 1;
        }
        throw Intake.badForm(
                key
                        + " must be an object of columns or an array of rows, is "
                        + Intake.kind(value)
                        + ".");
    }

    private TensorCells tensor(int index) {
        return (TensorCells) columns.reader(index);
    }

    private int readColumns(JsonParser parser) throws IOException {
        ColumnLengths lengths = new ColumnLengths(intake);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int index = columns.resolve(name);
            JsonToken value = parser.nextToken();
            if (index == BodyColumns.EXTRA) {
                if (intake.strict()) {
                    columns.reportExtra(name, -1, intake.pointer(parser));
                }
                parser.skipChildren();
            } else if (columns.isPresent(index)) {
                columns.reader(index).refuse(parser, value, -1, "column twice");
            } else {
                columns.markPresent(index);
                String pointer = intake.pointer(parser);
                lengths.add(name, readColumn(index, parser, value), pointer);
            }
        }
        columns.reportMissing("/" + key);
        return lengths.rows();
    }

    private int readColumn(int index, JsonParser parser, JsonToken value) throws IOException {
        if (blueprint.tensors()) {
            return tensor(index).readWhole(parser, value);
        }
        if (value != JsonToken.START_ARRAY) {
            columns.reader(index).read(parser, value, 0);
            return 1;
        }
        return readCells(columns.reader(index), parser, parser.nextToken());
    }

    private int readCells(CellReader reader, JsonParser parser, JsonToken first)
            throws IOException {
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            reader.read(parser, token, row);
            row++;
        }
        return row;
    }

    private int readArray(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT && !isOneNestedColumn()) {
            return new RowObjects(columns, intake).read(parser, first);
        }
        if (columns.size() == 1 && (blueprint.named() || first != JsonToken.START_ARRAY)) {
            columns.markPresent(0);
            return readCells(columns.reader(0), parser, first);
        }
        if (blueprint.named() || blueprint.tensors()) {
            if (first == JsonToken.END_ARRAY) {
                columns.reportMissing("/" + key);
                return 0;
            }
            throw Intake.badForm(
                    key
                            + " must be an object of columns or an array of row objects, for the columns"
                            + " of this model have names; its first element is "
                            + Intake.kind(first)
                            + ".");
        }
        return readRows(parser, first);
    }

    /** An object in a list for one column without a name is the column's value, no row object. */
    private boolean isOneNestedColumn() {
        return !blueprint.named() && columns.size() == 1;
    }

    private int readRows(JsonParser parser, JsonToken first) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            columns.markPresent(i);
        }
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            if (token == JsonToken.START_ARRAY) {
                readRow(parser, row);
            } else {
                intake.refuse(parser, token, row, null, rowShape(), Intake.kind(token));
            }
            row++;
        }
        return row;
    }

    private void readRow(JsonParser parser, int row) throws IOException {
        int position = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (position < columns.size()) {
                columns.reader(position).read(parser, token, row);
            } else {
                parser.skipChildren();
            }
            position++;
        }
        if (position != columns.size()) {
            String pointer = intake.log().keeps() ? "/" + key + "/" + row : null;
            intake.log().add(row, null, rowShape(), "row of " + position, null, pointer);
        }
    }

    private String rowShape() {
        return "row of " + columns.size() + " values";
    }
}

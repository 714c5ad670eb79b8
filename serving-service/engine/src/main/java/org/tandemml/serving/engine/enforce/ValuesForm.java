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
        if (value == JsonToken.START_OBJECT && (blueprint.named() || blueprint.tensors())) {
            return readColumns(parser);
        }
        if (value == JsonToken.START_ARRAY) {
            return readArray(parser);
        }
        if (!blueprint.named() && columns.size() == 1 && value.isScalarValue()) {
            columns.markPresent(0);
            columns.reader(0).read(parser, value, 0);
            return 1;
        }
        if (!intake.strict() && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            columns.reportMissing("/" + key);
            return 0;
        }
        throw Intake.badForm(
                key
                        + " must be "
                        + (blueprint.named()
                                ? "an object of columns or an array of rows"
                                : "an array")
                        + ", is "
                        + Intake.kind(value)
                        + ".");
    }

    private TensorCells tensor(int index) {
        return (TensorCells) columns.reader(index);
    }

    private int readColumns(JsonParser parser) throws IOException {
        ColumnLengths lengths = new ColumnLengths(intake, key);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int index = columns.resolve(name);
            JsonToken value = parser.nextToken();
            if (index == BodyColumns.EXTRA) {
                readExtra(parser, value, name, lengths);
            } else if (columns.isPresent(index)) {
                columns.reader(index).refuse(parser, value, -1, "column twice");
            } else {
                columns.markPresent(index);
                String pointer = intake.pointer(parser);
                boolean single = value != JsonToken.START_ARRAY && !blueprint.tensors();
                int length = readColumn(index, parser, value);
                if (single && !intake.strict()) {
                    lengths.addSingle(columns.reader(index));
                } else {
                    boolean required = columns.reader(index).plan.required();
                    lengths.add(name, required, length, pointer);
                }
            }
        }
        columns.reportMissing("/" + key);
        return lengths.rows();
    }

    private void readExtra(JsonParser parser, JsonToken value, String name, ColumnLengths lengths)
            throws IOException {
        String pointer = intake.pointer(parser);
        if (intake.strict() || blueprint.tensors()) {
            if (intake.strict()) {
                columns.reportExtra(name, -1, pointer);
            }
            parser.skipChildren();
        } else if (value == JsonToken.START_ARRAY) {
            // MLflow makes a column of it before it is dropped, so its length counts.
            int length = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                length++;
            }
            lengths.add(name, false, length, pointer);
        } else {
            parser.skipChildren();
        }
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
        if (!intake.strict() && !blueprint.named() && !isForOneType(first)) {
            for (JsonToken t = first; t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                parser.skipChildren();
            }
            String expected = "rows of values of the signature's types";
            String actual = first == JsonToken.END_ARRAY ? "no rows" : "rows for one type";
            intake.log().add(-1, null, expected, actual, null, "/" + key);
            return 0;
        }
        if (first == JsonToken.START_OBJECT && !isOneNestedColumn()) {
            boolean compact = !intake.strict() && key.equals("instances");
            return new RowObjects(columns, intake, compact).read(parser, first);
        }
        if (columns.size() == 1 && (blueprint.named() || first != JsonToken.START_ARRAY)) {
            columns.markPresent(0);
            return readCells(columns.reader(0), parser, first);
        }
        if (blueprint.named() || blueprint.tensors()) {
            if (intake.strict() && first != JsonToken.END_ARRAY) {
                throw Intake.badForm(
                        key
                                + " must be an object of columns or an array of row objects, for the"
                                + " columns of this model have names; its first element is "
                                + Intake.kind(first)
                                + ".");
            }
            for (JsonToken t = first; t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                parser.skipChildren();
            }
            columns.reportMissing("/" + key);
            return 0;
        }
        return readRows(parser, first);
    }

    /** MLflow casts a whole array to the type of the first column, then checks the others. */
    private boolean isForOneType(JsonToken first) {
        boolean objects = first == JsonToken.START_OBJECT && key.equals("inputs");
        return first != JsonToken.END_ARRAY && !objects && blueprint.firstTypeFitsAll();
    }

    /** An object in a list for one column without a name is the column's value, no row object. */
    private boolean isOneNestedColumn() {
        return !blueprint.named() && columns.size() == 1;
    }

    private int readRows(JsonParser parser, JsonToken first) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            columns.markPresent(i);
        }
        int width = -1;
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            if (token == JsonToken.START_ARRAY) {
                int values = readRow(parser, row);
                checkWidth(row, values, width);
                width = values;
            } else {
                intake.refuse(parser, token, row, null, rowShape(), Intake.kind(token));
            }
            row++;
        }
        return row;
    }

    private void checkWidth(int row, int values, int before) {
        boolean wrong = intake.strict() ? values != columns.size() : values < columns.size();
        if (!intake.strict() && before >= 0 && values != before) {
            throw Intake.badForm(key + ": row " + row + " is not as long as the one before.");
        }
        if (wrong) {
            String pointer = intake.log().keeps() ? "/" + key + "/" + row : null;
            intake.log().add(row, null, rowShape(), "row of " + values, null, pointer);
        }
    }

    /** Reads a row and answers how many values it has. */
    private int readRow(JsonParser parser, int row) throws IOException {
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
        return position;
    }

    private String rowShape() {
        return "row of " + columns.size() + " values";
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form {@code dataframe_split}: names once, then rows of values in their order. */
final class SplitForm {
    private static final String DATA = "/dataframe_split/data";
    private static final String COLUMNS = "/dataframe_split/columns";
    private static final String SHAPE =
            "dataframe_split must be an object with data and perhaps columns and index";

    private final Blueprint blueprint;
    private final BodyColumns columns;
    private final Intake intake;
    private final JsonFactory json;
    private final byte[] body;
    private int @Nullable [] order;

    /**
     * @param json makes the parser that reads data which stands before its columns
     * @param body the bytes that the form is read from
     */
    SplitForm(
            Blueprint blueprint,
            BodyColumns columns,
            Intake intake,
            JsonFactory json,
            byte[] body) {
        this.blueprint = blueprint;
        this.columns = columns;
        this.intake = intake;
        this.json = json;
        this.body = body;
    }

    /** Reads the form and answers how many rows it has. */
    int read(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw Intake.badForm(SHAPE + ", is " + Intake.kind(value) + ".");
        }
        int rows = -1;
        long dataBegins = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (key) {
                case "columns" -> {
                    requireOnce(order != null, key);
                    readHeader(parser, token);
                }
                case "data" -> {
                    requireOnce(rows >= 0 || dataBegins >= 0, key);
                    requireArray(token, key);
                    if (order == null) {
                        dataBegins = parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                    } else {
                        rows = readRows(parser);
                    }
                }
                case "index" -> parser.skipChildren();
                default -> throw Intake.badForm(SHAPE + ", has '" + key + "' too.");
            }
        }
        if (dataBegins >= 0) {
            rows = readEarlierData((int) dataBegins);
        }
        if (rows < 0) {
            throw Intake.badForm(SHAPE + ", has no data.");
        }
        return rows;
    }

    private static void requireOnce(boolean seen, String key) {
        if (seen) {
            throw Intake.badForm("dataframe_split has '" + key + "' twice.");
        }
    }

    private static void requireArray(JsonToken token, String key) {
        if (token != JsonToken.START_ARRAY) {
            throw Intake.badForm(
                    "dataframe_split: '"
                            + key
                            + "' must be an array, is "
                            + Intake.kind(token)
                            + ".");
        }
    }

    /** Data that stood before its columns, or has none: by a second look at the same bytes. */
    private int readEarlierData(int begins) throws IOException {
        intake.pointerPrefix(DATA);
        try (JsonParser parser = json.createParser(body, begins, body.length - begins)) {
            parser.nextToken();
            if (order == null) {
                order = withoutNames();
            }
            return readRows(parser);
        } finally {
            intake.pointerPrefix("");
        }
    }

    private void readHeader(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        requireArray(value, "columns");
        List<String> names = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                throw Intake.badForm(
                        "dataframe_split: each of 'columns' must be a name, "
                                + names.size()
                                + " is "
                                + Intake.kind(token)
                                + ".");
            }
            names.add(parser.getText());
        }
        resolve(names);
    }

    private void resolve(List<String> names) {
        if (blueprint.wholeTensor()) {
            columns.markPresent(0);
            order = new int[0];
            return;
        }
        int[] indexes = new int[names.size()];
        for (int i = 0; i < indexes.length; i++) {
            String name = names.get(i);
            String pointer = intake.log().keeps() ? COLUMNS + "/" + i : null;
            int index = blueprint.named() ? columns.resolve(name) : i < columns.size() ? i : -1;
            if (index == BodyColumns.EXTRA) {
                columns.reportExtra(name, -1, pointer);
            } else if (columns.isPresent(index)) {
                intake.log().add(-1, name, "each column once", "column twice", null, pointer);
                index = BodyColumns.EXTRA;
            } else {
                columns.markPresent(index);
            }
            indexes[i] = index;
        }
        columns.reportMissing(COLUMNS);
        order = indexes;
    }

    /** Values without names are told apart by position, where the signature does so too. */
    private int[] withoutNames() {
        int[] indexes = new int[blueprint.named() ? 0 : columns.size()];
        for (int i = 0; i < indexes.length; i++) {
            columns.markPresent(i);
            indexes[i] = i;
        }
        columns.reportMissing("/dataframe_split");
        return indexes;
    }

    private int readRows(JsonParser parser) throws IOException {
        if (blueprint.wholeTensor()) {
            return ((TensorCells) columns.reader(0)).readWhole(parser, JsonToken.START_ARRAY);
        }
        int row = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
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
        int[] indexes = order();
        int position = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (position < indexes.length && indexes[position] >= 0) {
                columns.reader(indexes[position]).read(parser, token, row);
            } else {
                parser.skipChildren();
            }
            position++;
        }
        if (position != indexes.length && indexes.length > 0) {
            String pointer = intake.log().keeps() ? DATA + "/" + row : null;
            intake.log().add(row, null, rowShape(), "row of " + position, null, pointer);
        }
    }

    private int[] order() {
        int[] indexes = order;
        if (indexes == null) {
            throw new IllegalStateException("rows before columns");
        }
        return indexes;
    }

    private String rowShape() {
        return "row of " + order().length + " values";
    }
}

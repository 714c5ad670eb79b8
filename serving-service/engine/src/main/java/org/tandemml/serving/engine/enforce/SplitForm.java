package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;

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
    private boolean header;

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
                    if (token == JsonToken.VALUE_NULL && !intake.strict()) {
                        rows = 0;
                        continue;
                    }
                    requireArray(token, key);
                    if (order == null) {
                        dataBegins = parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                    } else {
                        rows = readRows(parser, parser.nextToken());
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
            JsonToken first = parser.nextToken();
            if (order == null && first == JsonToken.START_OBJECT && !intake.strict()) {
                return new RowObjects(columns, intake, false).read(parser, first);
            }
            if (order == null) {
                order = withoutNames();
            }
            return readRows(parser, first);
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
            boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
            if (!text && (intake.strict() || !token.isScalarValue())) {
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
        header = true;
        int[] indexes = new int[names.size()];
        for (int i = 0; i < indexes.length; i++) {
            String name = names.get(i);
            String pointer = intake.log().keeps() ? COLUMNS + "/" + i : null;
            int index = blueprint.named() ? columns.resolve(name) : i < columns.size() ? i : -1;
            if (index == BodyColumns.EXTRA) {
                if (intake.strict()) {
                    columns.reportExtra(name, -1, pointer);
                }
            } else if (columns.isPresent(index) && !intake.strict()) {
                throw Intake.badForm(
                        "dataframe_split names the column '" + Texts.excerpt(name) + "' twice.");
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

    private int readRows(JsonParser parser, JsonToken first) throws IOException {
        if (blueprint.wholeTensor()) {
            return ((TensorCells) columns.reader(0)).readItems(parser, first);
        }
        if (!intake.strict()) {
            return readLenientRows(parser, first);
        }
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            if (token == JsonToken.START_ARRAY) {
                int width = readRow(parser, row);
                if (width != order().length && order().length > 0) {
                    String pointer = intake.log().keeps() ? DATA + "/" + row : null;
                    intake.log().add(row, null, rowShape(), "row of " + width, null, pointer);
                }
            } else {
                intake.refuse(parser, token, row, null, rowShape(), Intake.kind(token));
            }
            row++;
        }
        return row;
    }

    /** As pandas: rows may be shorter than the longest one, which must be as long as the header. */
    private int readLenientRows(JsonParser parser, JsonToken first) throws IOException {
        if (first == JsonToken.START_OBJECT) {
            return new RowObjects(columns, intake, false).read(parser, first);
        }
        int longest = 0;
        int row = 0;
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            intake.beginRow(row);
            if (token == JsonToken.START_ARRAY) {
                longest = Math.max(longest, readRow(parser, row));
            } else if (token == JsonToken.START_OBJECT || order().length != 1) {
                throw Intake.badForm(
                        "dataframe_split: row "
                                + row
                                + " must be an array, is "
                                + Intake.kind(token)
                                + ".");
            } else {
                readCell(parser, token, row, 0);
                longest = Math.max(longest, 1);
            }
            row++;
        }
        if (row > 0 && header && longest != order().length) {
            throw Intake.badForm(
                    "dataframe_split: "
                            + order().length
                            + " columns, and "
                            + longest
                            + " values in the longest row.");
        }
        if (row > 0 && !header && longest < order().length) {
            intake.log().add(-1, null, rowShape(), "rows of " + longest, null, DATA);
        }
        return row;
    }

    /** Reads a row and answers how many values it has. */
    private int readRow(JsonParser parser, int row) throws IOException {
        int position = 0;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            readCell(parser, token, row, position);
            position++;
        }
        return position;
    }

    private void readCell(JsonParser parser, JsonToken token, int row, int position)
            throws IOException {
        int[] indexes = order();
        if (position < indexes.length && indexes[position] >= 0) {
            columns.reader(indexes[position]).read(parser, token, row);
        } else {
            parser.skipChildren();
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

package org.tandemml.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/**
 * Fills a table of doubles from a {@code dataframe_split} body and believes everything: that it is
 * UTF-8 and of this form, names each column once, and has a number for each in every row. Columns
 * are found by name, for that is no check. Immutable.
 */
final class UncheckedReader {
    private final Schema.Columns schema;
    private final Map<String, Integer> places = new HashMap<>();

    UncheckedReader(Schema.Columns schema) {
        this.schema = schema;
        schema.columns().forEach(column -> places.put(column.name(), places.size()));
    }

    Table read(JsonFactory json, byte[] body) throws IOException {
        int[] order = {};
        double[][] columns = new double[places.size()][1];
        int rows = 0;
        try (JsonParser parser = json.createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                if (parser.currentName().equals("columns")) {
                    order = order(parser);
                } else if (parser.currentName().equals("data")) {
                    parser.nextToken();
                    while (parser.nextToken() == JsonToken.START_ARRAY) {
                        readRow(parser, order, columns, rows++);
                    }
                }
            }
        }
        List<Column> table = new ArrayList<>(columns.length);
        for (double[] column : columns) {
            table.add(new Column.Doubles(column, new Missing()));
        }
        return new Table(schema, rows, table);
    }

    private int[] order(JsonParser parser) throws IOException {
        int[] order = new int[places.size()];
        parser.nextToken();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            order[i] = places.get(parser.getText());
        }
        return order;
    }

    private static void readRow(JsonParser parser, int[] order, double[][] columns, int row)
            throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            int column = order[i];
            if (row == columns[column].length) {
                columns[column] = Arrays.copyOf(columns[column], 2 * row);
            }
            columns[column][row] = parser.getDoubleValue();
        }
    }
}

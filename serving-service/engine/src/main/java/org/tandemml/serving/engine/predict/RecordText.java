package org.tandemml.serving.engine.predict;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Writes the rows of a table as JSON objects. */
final class RecordText {
    private final byte[][] keys;
    private final List<Column> columns;

    RecordText(Table table) {
        columns = table.columns();
        List<String> names = names(table.schema(), columns.size());
        keys = new byte[names.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new JsonText(names.get(i).length() + 3).text(names.get(i)).raw(':').toBytes();
        }
    }

    private static List<String> names(Schema schema, int count) {
        if (schema instanceof Schema.Columns of) {
            return IntStream.range(0, count)
                    .mapToObj(i -> orPosition(of.columns().get(i).name(), i))
                    .toList();
        }
        Schema.Tensors of = (Schema.Tensors) schema;
        return IntStream.range(0, count)
                .mapToObj(i -> orPosition(of.tensors().get(i).name(), i))
                .toList();
    }

    private static String orPosition(@Nullable String name, int position) {
        return name == null ? Integer.toString(position) : name;
    }

    void write(int row, JsonText json) {
        json.raw('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(keys[i]);
            cell(columns.get(i), row, json);
        }
        json.raw('}');
    }

    private static void cell(Column column, int row, JsonText json) {
        if (column.isMissing(row)) {
            json.raw("null");
        } else if (column instanceof Column.Doubles cells) {
            json.number(cells.values()[row]);
        } else if (column instanceof Column.Floats cells) {
            json.number(cells.values()[row]);
        } else if (column instanceof Column.Longs cells) {
            json.number(cells.values()[row]);
        } else if (column instanceof Column.Ints cells) {
            json.number((long) cells.values()[row]);
        } else if (column instanceof Column.Booleans cells) {
            json.bool(cells.values()[row]);
        } else if (column instanceof Column.Strings cells) {
            value(cells.values()[row], json);
        } else if (column instanceof Column.Binaries cells) {
            value(cells.values()[row], json);
        } else if (column instanceof Column.Instants cells) {
            json.text(instant(cells.epochNanos()[row]));
        } else if (column instanceof Column.Nested cells) {
            value(cells.values()[row], json);
        } else {
            throw new IllegalStateException(
                    "No JSON form for a column of " + column.getClass().getSimpleName());
        }
    }

    private static String instant(long epochNanos) {
        long second = Math.floorDiv(epochNanos, 1_000_000_000L);
        return java.time.Instant.ofEpochSecond(second, Math.floorMod(epochNanos, 1_000_000_000L))
                .toString();
    }

    /** Something nested. */
    static void value(@Nullable Object value, JsonText json) {
        if (value == null) {
            json.raw("null");
        } else if (value instanceof String text) {
            json.text(text);
        } else if (value instanceof Boolean bool) {
            json.bool(bool);
        } else if (value instanceof Double || value instanceof Float) {
            json.number(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.raw(number.toString());
        } else if (value instanceof byte[] binary) {
            json.text(Base64.getEncoder().encodeToString(binary));
        } else if (value instanceof List<?> items) {
            String separator = "[";
            for (Object item : items) {
                json.raw(separator);
                value(item, json);
                separator = ",";
            }
            json.raw(items.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> entries) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                json.raw(separator).text(String.valueOf(entry.getKey())).raw(':');
                value(entry.getValue(), json);
                separator = ",";
            }
            json.raw(entries.isEmpty() ? "{}" : "}");
        } else {
            json.text(value.toString());
        }
    }
}

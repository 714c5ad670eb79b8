package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.TypeName;
import org.tandemml.serving.engine.literal.IsoDateTime;
import org.tandemml.serving.engine.literal.StrictBase64;

/** Reads a value of a declared type, nested ones included, by the rules of the strict mode. */
final class TypedValue {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Intake intake;
    private final int row;
    private final @Nullable String column;

    /**
     * @param row the row for violations, or -1
     * @param column the column or parameter for violations
     */
    TypedValue(Intake intake, int row, @Nullable String column) {
        this.intake = intake;
        this.row = row;
        this.column = column;
    }

    /**
     * Reads a value, or reports what is wrong with it.
     *
     * @return what {@link org.tandemml.serving.engine.table.Column.Nested} holds; null for a
     *     missing value and for one that was reported
     */
    @Nullable Object read(JsonParser parser, JsonToken token, ColumnType type) throws IOException {
        if (type instanceof ColumnType.Any) {
            return JsonValue.read(parser, token);
        }
        if (type instanceof ColumnType.Scalar scalar) {
            return readScalar(parser, token, scalar);
        }
        boolean list = type instanceof ColumnType.ArrayOf || type instanceof ColumnType.SparkVector;
        if (token != (list ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
            return refuse(parser, token, type, Intake.kind(token));
        }
        if (type instanceof ColumnType.ArrayOf array) {
            return readArray(parser, array.items());
        }
        if (list) {
            return readArray(parser, new ColumnType.Scalar(DataType.DOUBLE));
        }
        return type instanceof ColumnType.MapOf map
                ? readMap(parser, map.values())
                : readObject(parser, (ColumnType.ObjectOf) type);
    }

    private List<@Nullable Object> readArray(JsonParser parser, ColumnType items)
            throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            values.add(read(parser, token, items));
        }
        return values;
    }

    private Map<String, @Nullable Object> readMap(JsonParser parser, ColumnType type)
            throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (values.containsKey(name)) {
                refuse(parser, token, type, "key twice");
            } else {
                values.put(name, read(parser, token, type));
            }
        }
        return values;
    }

    private Map<String, @Nullable Object> readObject(JsonParser parser, ColumnType.ObjectOf type)
            throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            ColumnType.Property property = find(type, name);
            if (property == null) {
                report(parser, token, "no such property", "property");
            } else if (values.containsKey(name)) {
                refuse(parser, token, property.type(), "key twice");
            } else {
                values.put(name, read(parser, token, property.type()));
            }
        }
        for (ColumnType.Property property : type.properties()) {
            if (!values.containsKey(property.name())) {
                if (property.required()) {
                    report(
                            parser,
                            JsonToken.END_OBJECT,
                            "property '" + property.name() + "' of " + TypeName.of(property.type()),
                            "absent");
                } else {
                    values.put(property.name(), null);
                }
            }
        }
        return values;
    }

    /** Properties are few, and sorted in the signature; there is no table to look them up. */
    private static ColumnType.@Nullable Property find(ColumnType.ObjectOf type, String name) {
        for (ColumnType.Property property : type.properties()) {
            if (property.name().equals(name)) {
                return property;
            }
        }
        return null;
    }

    private @Nullable Object readScalar(JsonParser parser, JsonToken token, ColumnType.Scalar type)
            throws IOException {
        DataType scalar = type.type();
        boolean nullable =
                switch (scalar) {
                    case FLOAT, DOUBLE, STRING, DATETIME -> true;
                    case BOOLEAN, INTEGER, LONG, BINARY -> false;
                };
        if (token == JsonToken.VALUE_NULL && nullable) {
            return null;
        }
        return switch (scalar) {
            case BOOLEAN ->
                    token.isBoolean()
                            ? (Object) (token == JsonToken.VALUE_TRUE)
                            : refuse(parser, token, type, Intake.kind(token));
            case INTEGER -> readWhole(parser, token, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> readWhole(parser, token, type, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT, DOUBLE -> readReal(parser, token, type);
            case STRING, BINARY, DATETIME ->
                    token == JsonToken.VALUE_STRING
                            ? readText(parser, token, type)
                            : refuse(parser, token, type, Intake.kind(token));
        };
    }

    private @Nullable Object readText(JsonParser parser, JsonToken token, ColumnType.Scalar type)
            throws IOException {
        String text = parser.getText();
        if (type.type() == DataType.STRING) {
            return text;
        }
        if (type.type() == DataType.BINARY) {
            try {
                return StrictBase64.decode(text);
            } catch (IllegalArgumentException noBase64) {
                return refuse(parser, token, type, "string that is no padded base64");
            }
        }
        try {
            long nanos = IsoDateTime.toEpochNanos(text);
            return Instant.ofEpochSecond(
                    Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
        } catch (DateTimeException noDateTime) {
            return refuse(parser, token, type, "string that is no ISO 8601 date-time");
        }
    }

    private @Nullable Object readWhole(
            JsonParser parser, JsonToken token, ColumnType type, long min, long max)
            throws IOException {
        String problem = NumberToken.wholeProblem(parser, token, min, max);
        return problem == null
                ? (Object) NumberToken.toLong(parser, token)
                : refuse(parser, token, type, problem);
    }

    private @Nullable Object readReal(JsonParser parser, JsonToken token, ColumnType.Scalar type)
            throws IOException {
        boolean single = type.type() == DataType.FLOAT;
        String problem =
                single
                        ? NumberToken.floatProblem(parser, token)
                        : NumberToken.doubleProblem(parser, token);
        if (problem != null) {
            return refuse(parser, token, type, problem);
        }
        return single
                ? (double) NumberToken.toFloat(parser, token)
                : NumberToken.toDouble(parser, token);
    }

    private @Nullable Object refuse(
            JsonParser parser, JsonToken token, ColumnType type, String actual) throws IOException {
        report(parser, token, TypeName.of(type), actual);
        return null;
    }

    private void report(JsonParser parser, JsonToken token, String expected, String actual)
            throws IOException {
        intake.refuse(parser, token, row, column, expected, actual);
    }
}

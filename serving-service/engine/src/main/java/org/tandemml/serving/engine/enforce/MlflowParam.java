package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.TypeName;
import org.tandemml.serving.engine.literal.IsoDateTime;
import org.tandemml.serving.engine.literal.NumpyDateTime;

/**
 * Reads a parameter by MLflow's rules: integers become floating point, nothing else changes its
 * type, and null passes for everything.
 */
final class MlflowParam {
    private final Intake intake;
    private final String name;

    MlflowParam(Intake intake, String name) {
        this.intake = intake;
        this.name = name;
    }

    @Nullable Object read(JsonParser parser, JsonToken token, ColumnType type) throws IOException {
        if (type instanceof ColumnType.Scalar scalar) {
            return readScalar(parser, token, scalar);
        }
        boolean list = type instanceof ColumnType.ArrayOf;
        if (!list || !(((ColumnType.ArrayOf) type).items() instanceof ColumnType.Scalar items)) {
            return new TypedValue(intake, -1, name).read(parser, token, type);
        }
        if (token != JsonToken.START_ARRAY) {
            return refuse(parser, token, type, Intake.kind(token));
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonToken item = parser.nextToken();
                item != JsonToken.END_ARRAY;
                item = parser.nextToken()) {
            values.add(readScalar(parser, item, items));
        }
        return values;
    }

    private @Nullable Object readScalar(JsonParser parser, JsonToken token, ColumnType.Scalar type)
            throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        Object value =
                switch (type.type()) {
                    case BOOLEAN -> token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
                    case INTEGER, LONG ->
                            token == JsonToken.VALUE_NUMBER_INT && NumberToken.isLong(parser)
                                    ? parser.getLongValue()
                                    : null;
                    case FLOAT, DOUBLE -> token.isNumeric() ? parser.getDoubleValue() : null;
                    case STRING -> token == JsonToken.VALUE_STRING ? parser.getText() : null;
                    case DATETIME ->
                            token == JsonToken.VALUE_STRING ? instant(parser.getText()) : null;
                    case BINARY -> null;
                };
        boolean notATime =
                type.type() == DataType.DATETIME
                        && token == JsonToken.VALUE_STRING
                        && NumpyDateTime.isNotATime(parser.getText());
        return value != null || notATime ? value : refuse(parser, token, type, Intake.kind(token));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.ofEpochSecond(0, IsoDateTime.toEpochNanos(text));
        } catch (DateTimeException notIso) {
            Long nanos = NumpyDateTime.toEpochNanos(text);
            return nanos == null ? null : Instant.ofEpochSecond(0, nanos);
        }
    }

    private @Nullable Object refuse(
            JsonParser parser, JsonToken token, ColumnType type, String actual) throws IOException {
        intake.refuse(parser, token, -1, name, TypeName.of(type), actual);
        return null;
    }
}

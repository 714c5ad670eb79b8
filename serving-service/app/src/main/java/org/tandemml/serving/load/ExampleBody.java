package org.tandemml.serving.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;

/** A body of one row that satisfies a schema, for models that bring no example. */
final class ExampleBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long MAX_ELEMENTS = 100_000;

    private ExampleBody() {}

    /** The body; empty if a row of this schema would be very large. */
    static Optional<byte[]> of(Schema schema) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (schema instanceof Schema.Columns columns) {
                columns(columns, json);
            } else if (schema instanceof Schema.Tensors tensors) {
                if (elements(tensors) > MAX_ELEMENTS) {
                    return Optional.empty();
                }
                tensors(tensors, json);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Optional.of(body.toByteArray());
    }

    private static void columns(Schema.Columns schema, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("dataframe_split");
        if (schema.named()) {
            json.writeArrayFieldStart("columns");
            for (ColumnSpec column : schema.columns()) {
                json.writeString(column.name());
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("data");
        json.writeStartArray();
        for (ColumnSpec column : schema.columns()) {
            value(column.type(), json);
        }
        json.writeEndArray();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void value(ColumnType type, JsonGenerator json) throws IOException {
        if (type instanceof ColumnType.Scalar scalar) {
            scalar(scalar.type(), json);
        } else if (type instanceof ColumnType.ArrayOf array) {
            json.writeStartArray();
            value(array.items(), json);
            json.writeEndArray();
        } else if (type instanceof ColumnType.MapOf map) {
            json.writeStartObject();
            json.writeFieldName("key");
            value(map.values(), json);
            json.writeEndObject();
        } else if (type instanceof ColumnType.ObjectOf object) {
            json.writeStartObject();
            for (ColumnType.Property property : object.properties()) {
                json.writeFieldName(property.name());
                value(property.type(), json);
            }
            json.writeEndObject();
        } else if (type instanceof ColumnType.SparkVector) {
            json.writeStartArray();
            json.writeNumber(0.5);
            json.writeEndArray();
        } else {
            json.writeNumber(1);
        }
    }

    private static void scalar(DataType type, JsonGenerator json) throws IOException {
        switch (type) {
            case BOOLEAN -> json.writeBoolean(true);
            case INTEGER, LONG -> json.writeNumber(1);
            case FLOAT, DOUBLE -> json.writeNumber(0.5);
            case STRING -> json.writeString("a");
            case BINARY -> json.writeString("YQ==");
            case DATETIME -> json.writeString("2026-01-01T00:00:00");
        }
    }

    private static void tensors(Schema.Tensors schema, JsonGenerator json) throws IOException {
        json.writeFieldName("inputs");
        if (schema.tensors().size() == 1 && schema.tensors().get(0).name() == null) {
            tensor(schema.tensors().get(0), 0, json);
            return;
        }
        json.writeStartObject();
        for (TensorSpec tensor : schema.tensors()) {
            json.writeFieldName(String.valueOf(tensor.name()));
            tensor(tensor, 0, json);
        }
        json.writeEndObject();
    }

    private static void tensor(TensorSpec tensor, int axis, JsonGenerator json) throws IOException {
        long[] shape = tensor.shape();
        if (axis == shape.length) {
            String dtype = tensor.dtype();
            if (dtype.startsWith("bool")) {
                json.writeBoolean(true);
            } else if (dtype.startsWith("float")) {
                json.writeNumber(0.5);
            } else if (dtype.startsWith("int") || dtype.startsWith("uint")) {
                json.writeNumber(1);
            } else {
                json.writeString("a");
            }
            return;
        }
        json.writeStartArray();
        for (long i = 0; i < Math.abs(shape[axis]); i++) {
            tensor(tensor, axis + 1, json);
        }
        json.writeEndArray();
    }

    private static long elements(Schema.Tensors schema) {
        long elements = 0;
        for (TensorSpec tensor : schema.tensors()) {
            long product = 1;
            for (long length : tensor.shape()) {
                product = Math.min(MAX_ELEMENTS + 1, product * Math.abs(length));
            }
            elements += product;
        }
        return elements;
    }
}

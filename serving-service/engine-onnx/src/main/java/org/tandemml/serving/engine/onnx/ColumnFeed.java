package org.tandemml.serving.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Feeds columns side by side: one, or those of a matrix. */
final class ColumnFeed implements Feed {
    private final Port port;
    private final int[] places;
    private final List<String> names;

    private ColumnFeed(Port port, int[] places, List<String> names) {
        this.port = port;
        this.places = places;
        this.names = names;
    }

    static ColumnFeed of(Port port, List<ColumnSpec> columns, int[] places)
            throws ModelLoadException {
        boolean fits =
                port.isColumn() ? places.length == 1 : port.isMatrix() && fits(port, places.length);
        if (!fits) {
            throw new ModelLoadException(
                    "The ONNX graph's input '%s' has the shape %s: %d column(s) of the signature cannot fill it."
                            .formatted(port.shownName(), port.shownShape(), places.length));
        }
        for (int place : places) {
            requireReadable(port, columns.get(place));
        }
        return new ColumnFeed(
                port,
                places,
                columns.stream()
                        .map(column -> Texts.excerpt(String.valueOf(column.name())))
                        .toList());
    }

    private static boolean fits(Port port, int width) {
        return port.shape()[1] < 0 || port.shape()[1] == width;
    }

    private static void requireReadable(Port port, ColumnSpec column) throws ModelLoadException {
        boolean readable = false;
        String type = "nested";
        if (column.type() instanceof ColumnType.Scalar scalar) {
            type = scalar.type().wireName();
            readable =
                    switch (scalar.type()) {
                        case FLOAT, DOUBLE -> isReal(port.type());
                        case LONG, INTEGER -> isReal(port.type()) || isWhole(port.type());
                        case BOOLEAN -> port.type() != OnnxJavaType.STRING;
                        case STRING -> port.type() == OnnxJavaType.STRING;
                        case BINARY, DATETIME -> false;
                    };
        }
        if (!readable) {
            throw new ModelLoadException(
                    "The ONNX graph's input '%s' takes %s; the signature's column '%s' is of type %s."
                            .formatted(
                                    port.shownName(),
                                    port.dtype(),
                                    Texts.excerpt(String.valueOf(column.name())),
                                    type));
        }
    }

    private static boolean isReal(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT || type == OnnxJavaType.DOUBLE;
    }

    private static boolean isWhole(OnnxJavaType type) {
        return type != OnnxJavaType.STRING && type != OnnxJavaType.BOOL && !isReal(type);
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    public OnnxTensor tensor(Table table) throws OrtException {
        int rows = table.rows();
        long[] shape =
                port.shape().length == 1 ? new long[] {rows} : new long[] {rows, places.length};
        if (!port.takes(shape)) {
            throw new PredictionException(
                    0,
                    "The model takes exactly %d rows at a time, %d were sent."
                            .formatted(port.shape()[0], rows));
        }
        return Elements.tensor(port, elements(table), shape);
    }

    private Object elements(Table table) {
        int count = Math.multiplyExact(table.rows(), places.length);
        return switch (port.type()) {
            case FLOAT -> {
                float[] floats = new float[count];
                each(table, (column, row, at) -> floats[at] = (float) column.asDouble(row));
                yield floats;
            }
            case DOUBLE -> {
                double[] doubles = new double[count];
                each(table, (column, row, at) -> doubles[at] = column.asDouble(row));
                yield doubles;
            }
            case INT64 -> {
                long[] longs = new long[count];
                eachPresent(table, (column, row, at) -> longs[at] = whole(column, row));
                yield longs;
            }
            case BOOL -> {
                boolean[] booleans = new boolean[count];
                eachPresent(
                        table,
                        (column, row, at) ->
                                booleans[at] = ((Column.Booleans) column).values()[row]);
                yield booleans;
            }
            case STRING -> {
                String[] texts = new String[count];
                eachPresent(
                        table,
                        (column, row, at) -> texts[at] = ((Column.Strings) column).values()[row]);
                yield texts;
            }
            default -> {
                int[] ints = new int[count];
                eachPresent(
                        table,
                        (column, row, at) ->
                                ints[at] = narrow(whole(column, row), row, column, table));
                yield ints;
            }
        };
    }

    /** What is done with a cell. */
    @FunctionalInterface
    private interface Cell {
        void take(Column column, int row, int at);
    }

    private void each(Table table, Cell cell) {
        for (int i = 0; i < places.length; i++) {
            Column column = table.column(places[i]);
            for (int row = 0; row < table.rows(); row++) {
                cell.take(column, row, row * places.length + i);
            }
        }
    }

    private void eachPresent(Table table, Cell cell) {
        each(
                table,
                (column, row, at) -> {
                    if (column.isMissing(row)) {
                        throw new PredictionException(
                                row,
                                "Row %d, column '%s': the value is missing; the model's input takes %s."
                                        .formatted(row, name(table, column), port.dtype()));
                    }
                    cell.take(column, row, at);
                });
    }

    private static long whole(Column column, int row) {
        if (column instanceof Column.Longs longs) {
            return longs.values()[row];
        }
        return column instanceof Column.Ints ints
                ? ints.values()[row]
                : (long) column.asDouble(row);
    }

    private int narrow(long value, int row, Column column, Table table) {
        long limit =
                switch (port.type()) {
                    case INT8 -> 1L << 7;
                    case UINT8 -> 1L << 8;
                    case INT16 -> 1L << 15;
                    default -> 1L << 31;
                };
        long lowest = port.type() == OnnxJavaType.UINT8 ? 0 : -limit;
        if (value < lowest || value >= limit) {
            throw new PredictionException(
                    row,
                    "Row %d, column '%s': the number does not fit into %s."
                            .formatted(row, name(table, column), port.dtype()));
        }
        return (int) value;
    }

    private String name(Table table, Column column) {
        return Arrays.stream(places)
                .filter(place -> table.column(place) == column)
                .mapToObj(names::get)
                .findFirst()
                .orElse("");
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.table.Column;

/**
 * A tensor, from nested arrays: whole, or a row at a time. Its rank and its fixed dimensions must
 * be those of the signature, and arrays of one level equally long.
 */
final class TensorCells extends CellReader {
    private static final long UNKNOWN = -1;

    private final TensorSpec spec;
    private final long[] wanted;
    private final long[] lengths;
    private final TensorElements elements;

    TensorCells(ColumnPlan plan, Intake intake, TensorSpec spec) {
        super(plan, intake);
        this.spec = spec;
        this.wanted = spec.shape();
        this.lengths = new long[wanted.length];
        Arrays.fill(lengths, UNKNOWN);
        this.elements = TensorElements.of(spec.dtype(), plan, intake);
    }

    /**
     * Reads the whole tensor.
     *
     * @return its first length, which is its number of rows; 1 for a tensor without dimensions
     */
    int readWhole(JsonParser parser, JsonToken token) throws IOException {
        if (wanted.length == 0) {
            read(parser, token, 0);
            return 1;
        }
        if (token != JsonToken.START_ARRAY) {
            intake.refuse(parser, token, -1, plan.name(), plan.expected(), Intake.kind(token));
            return 0;
        }
        return readItems(parser, parser.nextToken());
    }

    /**
     * Reads the rows of an array.
     *
     * @param first the token after the array's start
     */
    int readItems(JsonParser parser, JsonToken first) throws IOException {
        int row = 0;
        for (JsonToken item = first; item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            intake.beginRow(row);
            read(parser, item, row);
            row++;
        }
        if (wanted.length > 0 && wanted[0] >= 0 && wanted[0] != row) {
            reportLength(parser, -1, row);
        }
        return row;
    }

    @Override
    void resize(int cells) {
        // The elements grow by themselves.
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        readLevel(parser, token, row, 1);
    }

    private void readLevel(JsonParser parser, JsonToken token, int row, int level)
            throws IOException {
        if (level >= wanted.length) {
            elements.read(parser, token, row);
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            refuse(parser, token, row, Intake.kind(token));
            return;
        }
        long length = 0;
        for (JsonToken item = parser.nextToken();
                item != JsonToken.END_ARRAY;
                item = parser.nextToken()) {
            readLevel(parser, item, row, level + 1);
            length++;
        }
        long expected = wanted[level] >= 0 ? wanted[level] : lengths[level];
        if (expected >= 0 && expected != length) {
            reportLength(parser, row, length);
        }
        lengths[level] = expected >= 0 ? expected : length;
    }

    /** The parser stands on the array's end. */
    private void reportLength(JsonParser parser, int row, long length) {
        String pointer = intake.log().keeps() ? intake.pointer(parser) : null;
        intake.log().add(row, plan.name(), plan.expected(), "array of " + length, null, pointer);
    }

    @Override
    void readText(CsvCell cell, int row) {
        refuse(cell, row, "CSV cell, which cannot hold a tensor");
    }

    @Override
    Column toColumn(int rows) {
        if (seen() < rows) {
            intake.log().add(-1, plan.name(), plan.expected(), "absent in some rows", null, null);
        }
        long[] shape = new long[wanted.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i == 0 ? rows : lengths[i] >= 0 ? lengths[i] : Math.max(wanted[i], 0);
        }
        return new Column.Tensor(spec.dtype(), shape, elements.toArray(), missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return toColumn(0);
    }
}

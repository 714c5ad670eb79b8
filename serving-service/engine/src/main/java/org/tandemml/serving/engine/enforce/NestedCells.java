package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.serving.engine.table.Column;

/** Declared {@code array}, {@code object}, {@code map} or {@code any}. */
final class NestedCells extends CellReader {
    private final ColumnType type;
    private @Nullable Object[] values = {};

    NestedCells(ColumnPlan plan, Intake intake, ColumnType type) {
        super(plan, intake);
        this.type = type;
    }

    @Override
    void resize(int cells) {
        values = Arrays.copyOf(values, cells);
    }

    @Override
    void readValue(JsonParser parser, JsonToken token, int row) throws IOException {
        boolean left = token == JsonToken.VALUE_NULL && !plan.required() && !intake.strict();
        long before = intake.log().count();
        values[row] =
                left ? null : new TypedValue(intake, row, plan.name()).read(parser, token, type);
        if (values[row] == null) {
            missing.set(row);
        }
        if (!intake.strict() && intake.log().count() > before) {
            intake.log().failsBeforeSignature();
        }
    }

    @Override
    void readText(CsvCell cell, int row) {
        refuse(cell, row, "CSV cell, which cannot hold this type");
        if (!intake.strict()) {
            intake.log().failsBeforeSignature();
        }
    }

    @Override
    Column toColumn(int rows) {
        return new Column.Nested(values, missing);
    }

    @Override
    Column unset(UnsetColumns columns) {
        return columns.nested();
    }
}

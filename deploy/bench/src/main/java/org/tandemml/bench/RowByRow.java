package org.tandemml.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/**
 * The rows of a table one after the other, again and again, each in the same table of one row: its
 * numbers have just been written, as those of a request have by the parser. Of numbers and texts
 * without missing values.
 */
final class RowByRow {
    private final Table rows;
    private final Table one;
    private int next;

    RowByRow(Table rows) {
        this.rows = rows;
        List<Column> columns = new ArrayList<>();
        for (Column column : rows.columns()) {
            columns.add(
                    column instanceof Column.Strings
                            ? new Column.Strings(new @Nullable String[1], new Missing())
                            : new Column.Doubles(new double[1], new Missing()));
        }
        one = new Table(rows.schema(), 1, columns);
    }

    /** The next row; the one before it is gone. */
    Table next() {
        next = next + 1 == rows.rows() ? 0 : next + 1;
        for (int i = 0; i < one.columns().size(); i++) {
            if (one.column(i) instanceof Column.Doubles numbers) {
                numbers.values()[0] = ((Column.Doubles) rows.column(i)).values()[next];
            } else {
                ((Column.Strings) one.column(i)).values()[0] =
                        ((Column.Strings) rows.column(i)).values()[next];
            }
        }
        return one;
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/**
 * Reads the cells of one column of one body, in the order of the rows, into arrays that grow. Rows
 * that are passed over have no value.
 */
abstract class CellReader {
    private static final int FIRST_GROWTH = 16;

    final ColumnPlan plan;
    final Intake intake;
    final Missing missing = new Missing();
    private final Missing absent = new Missing();
    private int next;
    private int seen;
    private int capacity;

    CellReader(ColumnPlan plan, Intake intake) {
        this.plan = plan;
        this.intake = intake;
    }

    /**
     * Reads a cell, or reports why it cannot be.
     *
     * @param token the parser's current token; afterwards it stands on the last one of the value
     * @param row the row, from 0; not less than any before
     */
    final void read(JsonParser parser, JsonToken token, int row) throws IOException {
        advance(row);
        readValue(parser, token, row);
    }

    /**
     * Reads a cell of a CSV body, or reports why it cannot be.
     *
     * @param row the row, from 0; not less than any before
     */
    final void read(CsvCell cell, int row) {
        advance(row);
        readText(cell, row);
    }

    abstract void readValue(JsonParser parser, JsonToken token, int row) throws IOException;

    abstract void readText(CsvCell cell, int row);

    /**
     * The column, once all cells have been read.
     *
     * @param rows how many rows the body has
     */
    final Column finish(int rows) {
        if (next == 0 && rows > 0) {
            return unset(intake.unset(rows));
        }
        if (next < rows) {
            skipTo(rows);
        }
        if (rows > capacity) {
            grow(rows - 1);
        }
        return toColumn(rows);
    }

    /** The column from arrays of at least {@code rows} cells. */
    abstract Column toColumn(int rows);

    /** The column of which no row has a cell. */
    abstract Column unset(UnsetColumns columns);

    /** Makes the arrays hold at least this many cells. */
    abstract void resize(int cells);

    /** Whether this row has a cell already. */
    final boolean has(int row) {
        return row < next;
    }

    /**
     * Gives all rows the cell of the first one, as numpy spreads a single value.
     *
     * @param rows how many rows the body has
     */
    void repeat(int rows) {
        if (rows > 1) {
            throw Intake.badForm(
                    "The column '"
                            + plan.name()
                            + "' has a single value and others have "
                            + rows
                            + ".");
        }
    }

    /** How many rows have a cell. */
    final int seen() {
        return seen;
    }

    /** Which rows between others had no cell; to be asked after {@link #finish}. */
    final Missing absent() {
        return absent;
    }

    final void refuse(JsonParser parser, JsonToken token, int row, String actual)
            throws IOException {
        intake.refuse(parser, token, row, plan.name(), plan.expected(), actual);
    }

    final void refuse(CsvCell cell, int row, String actual) {
        String text = intake.log().keeps() ? cell.text() : null;
        intake.log().add(row, plan.name(), plan.expected(), actual, text, null);
    }

    /** Makes room for a cell of the row, which then counts as read. */
    final void advance(int row) {
        if (row > next) {
            skipTo(row);
        }
        if (row >= capacity) {
            grow(row);
        }
        if (row == next) {
            next = row + 1;
            seen++;
        }
    }

    private void skipTo(int row) {
        missing.set(next, row);
        absent.set(next, row);
        next = row;
    }

    private void grow(int row) {
        int wanted = row == 0 ? 1 : Math.max(row + 1, Math.max(FIRST_GROWTH, capacity * 2));
        intake.budget().take((long) wanted - capacity);
        capacity = wanted;
        resize(wanted);
    }
}

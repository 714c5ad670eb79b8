package org.tandemml.serving.engine.enforce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CSV body: RFC 4180 with a header, commas, and lines that end in LF, CRLF or CR. Empty
 * lines are passed over, as pandas does.
 */
final class CsvBody {
    private final Blueprint blueprint;
    private final byte[] bytes;
    private final Intake intake;
    private final BodyColumns columns;
    private final CsvCell cell;
    private int at;
    private boolean endOfLine;
    private int shift;

    CsvBody(Blueprint blueprint, byte[] bytes) {
        this.blueprint = blueprint;
        this.bytes = bytes;
        this.intake = new Intake(blueprint.settings(), bytes.length);
        this.intake.rules(MlflowRules.CSV);
        this.columns = new BodyColumns(blueprint, intake);
        this.cell = new CsvCell(bytes);
    }

    ScoringRequest read(Map<String, @Nullable Object> params) {
        if (blueprint.tensors()) {
            throw Intake.badForm("This model takes tensors, which CSV cannot hold: send JSON.");
        }
        skipEmptyLines();
        if (at == bytes.length) {
            throw Intake.badForm("The CSV body is empty: its first line must name the columns.");
        }
        int[] order = readHeader();
        columns.reportMissing(null);
        int row = 0;
        skipEmptyLines();
        shift = intake.strict() ? 0 : surplusOfFirstRow(order.length);
        for (; at < bytes.length; skipEmptyLines()) {
            intake.beginRow(row);
            readRow(order, row);
            row++;
        }
        return new ScoringRequest(columns.toTable(row), params);
    }

    private int[] readHeader() {
        int[] order = new int[16];
        int count = 0;
        endOfLine = false;
        while (!endOfLine) {
            nextCell(0);
            if (count == order.length) {
                order = java.util.Arrays.copyOf(order, count * 2);
            }
            order[count] = resolve(cell.text(), count);
            count++;
        }
        return java.util.Arrays.copyOf(order, count);
    }

    private int resolve(String name, int position) {
        int index =
                blueprint.named()
                        ? columns.resolve(name)
                        : position < columns.size() ? position : BodyColumns.EXTRA;
        if (index == BodyColumns.EXTRA) {
            if (intake.strict()) {
                columns.reportExtra(name, -1, null);
            }
        } else if (columns.isPresent(index)) {
            if (!intake.strict()) {
                return BodyColumns.EXTRA; // pandas gives the second one another name
            }
            intake.log().add(-1, name, "each column once", "column twice", null, null);
            return BodyColumns.EXTRA;
        } else {
            columns.markPresent(index);
        }
        return index;
    }

    private void readRow(int[] order, int row) {
        int position = 0;
        endOfLine = false;
        while (!endOfLine) {
            nextCell(row + 1);
            if (position - shift >= 0
                    && position - shift < order.length
                    && order[position - shift] >= 0) {
                columns.reader(order[position - shift]).read(cell, row);
            }
            position++;
        }
        checkWidth(position - shift, order.length, row);
    }

    private void checkWidth(int width, int expected, int row) {
        if (intake.strict() && width != expected) {
            String shape = "row of " + expected + " values";
            intake.log().add(row, null, shape, "row of " + width, null, null);
        } else if (width > expected) {
            throw Intake.badForm("The CSV body has more values than columns in row " + row + ".");
        }
    }

    /** pandas takes values before the first named column for the names of the rows. */
    private int surplusOfFirstRow(int columnCount) {
        int begin = at;
        int count = 0;
        endOfLine = false;
        while (!endOfLine && at < bytes.length) {
            nextCell(1);
            count++;
        }
        at = begin;
        return Math.max(0, count - columnCount);
    }

    private void skipEmptyLines() {
        while (at < bytes.length) {
            int end = at;
            while (!intake.strict() && end < bytes.length && bytes[end] == ' ') {
                end++;
            }
            if (end == bytes.length || !isLineEnd(bytes[end])) {
                at = end == bytes.length ? end : at;
                return;
            }
            at = end + 1;
        }
    }

    /** Reads up to the next comma or end of line, and passes over that. */
    private void nextCell(int record) {
        if (at < bytes.length && bytes[at] == '"') {
            quotedCell(record);
        } else {
            int from = at;
            while (at < bytes.length && bytes[at] != ',' && !isLineEnd(bytes[at])) {
                at++;
            }
            cell.set(from, at, false, null);
        }
        if (at == bytes.length) {
            endOfLine = true;
        } else if (bytes[at] == ',') {
            at++;
        } else if (isLineEnd(bytes[at])) {
            endOfLine = true;
            boolean pair = bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
            at += pair ? 2 : 1;
        } else {
            throw Intake.badForm(
                    "The CSV body has text after a closing quote, in line "
                            + (record + 1)
                            + " (counting records, the header being 1).");
        }
    }

    private void quotedCell(int record) {
        int from = ++at;
        ByteArrayOutputStream unescaped = null;
        int copied = from;
        while (true) {
            while (at < bytes.length && bytes[at] != '"') {
                at++;
            }
            if (at == bytes.length) {
                throw Intake.badForm(
                        "The CSV body ends inside quotes that were opened in line "
                                + (record + 1)
                                + " (counting records, the header being 1).");
            }
            at++;
            if (at == bytes.length || bytes[at] != '"') {
                break;
            }
            unescaped = unescaped == null ? new ByteArrayOutputStream() : unescaped;
            unescaped.write(bytes, copied, at - copied);
            copied = ++at;
        }
        int to = at - 1;
        if (unescaped == null) {
            cell.set(from, to, true, null);
        } else {
            unescaped.write(bytes, copied, to - copied);
            cell.set(from, to, true, unescaped.toString(StandardCharsets.UTF_8));
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}

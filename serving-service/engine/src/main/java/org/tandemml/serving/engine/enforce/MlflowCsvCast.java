package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.signature.DataType;
import org.tandemml.serving.engine.enforce.MlflowCells.Kind;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/** Casts as pandas does when it reads CSV into declared types. */
final class MlflowCsvCast {
    private static final Set<String> NOT_AVAILABLE =
            Set.of(
                    "",
                    "#N/A",
                    "#N/A N/A",
                    "#NA",
                    "-1.#IND",
                    "-1.#QNAN",
                    "-NaN",
                    "-nan",
                    "1.#IND",
                    "1.#QNAN",
                    "<NA>",
                    "N/A",
                    "NA",
                    "NULL",
                    "NaN",
                    "None",
                    "n/a",
                    "nan",
                    "null");

    private final MlflowCells cells;
    private final int rows;
    private final Missing missing = new Missing();

    MlflowCsvCast(MlflowCells cells, int rows) {
        this.cells = cells;
        this.rows = rows;
    }

    Column to(DataType type) {
        return switch (type) {
            case BOOLEAN -> booleans();
            case INTEGER -> ints();
            case LONG -> new Column.Longs(longs(Long.MIN_VALUE, Long.MAX_VALUE), missing);
            case FLOAT -> floats();
            case DOUBLE -> new Column.Doubles(doubles(), missing);
            case STRING -> new Column.Strings(texts(), missing);
            case BINARY -> binaries();
            // pandas refuses the type itself.
            case DATETIME -> throw cells.intake.log().cannotCast(-1, cells.plan, "CSV", null);
        };
    }

    private boolean isGone(int row) {
        return cells.kind(row) == Kind.ABSENT || NOT_AVAILABLE.contains(cells.text(row));
    }

    private static @Nullable Boolean word(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Whether all cells are true or false: only then are these words numbers. */
    private boolean words() {
        for (int row = 0; row < rows; row++) {
            if (!isGone(row) && word(cells.text(row)) == null) {
                return false;
            }
        }
        return rows > 0;
    }

    private Column booleans() {
        boolean[] values = new boolean[rows];
        double[] numbers = numbers(false);
        for (int row = 0; row < rows; row++) {
            values[row] = numbers[row] == 1;
            if (numbers[row] != 0 && numbers[row] != 1) {
                throw cells.cannotCast(row);
            }
        }
        return new Column.Booleans(values, missing);
    }

    private Column ints() {
        long[] longs = longs(Integer.MIN_VALUE, Integer.MAX_VALUE);
        int[] values = new int[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (int) longs[row];
        }
        return new Column.Ints(values, missing);
    }

    /** Exact if all cells are integers; by way of doubles as soon as one has a point. */
    private long[] longs(long min, long max) {
        long[] values = new long[rows];
        double[] numbers = numbers(false);
        boolean exact = !words() && integers();
        for (int row = 0; row < rows; row++) {
            try {
                values[row] = exact ? Long.parseLong(trimmed(row)) : (long) numbers[row];
            } catch (NumberFormatException beyond) {
                throw cells.cannotCast(row);
            }
            boolean whole = exact || numbers[row] == Math.rint(numbers[row]);
            boolean inRange = exact || Math.abs(numbers[row]) < 0x1p63;
            if (!whole || !inRange || values[row] < min || values[row] > max) {
                throw cells.cannotCast(row);
            }
        }
        return values;
    }

    private boolean integers() {
        for (int row = 0; row < rows; row++) {
            String text = trimmed(row);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && c != '-' && c != '+') {
                    return false;
                }
            }
        }
        return true;
    }

    private Column floats() {
        double[] doubles = doubles();
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (float) doubles[row];
        }
        return new Column.Floats(values, missing);
    }

    private double[] doubles() {
        double[] values = numbers(true);
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(values[row])) {
                missing.set(row);
            }
        }
        return values;
    }

    private double[] numbers(boolean missingAllowed) {
        double[] values = new double[rows];
        boolean words = words();
        for (int row = 0; row < rows; row++) {
            if (isGone(row)) {
                if (!missingAllowed) {
                    throw cells.cannotCast(row);
                }
                values[row] = Double.NaN;
            } else if (words) {
                values[row] = Boolean.TRUE.equals(word(cells.text(row))) ? 1 : 0;
            } else {
                values[row] = number(row);
            }
        }
        return values;
    }

    private double number(int row) {
        String text = trimmed(row);
        switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
                CsvCell cell = new CsvCell(ascii);
                cell.set(0, ascii.length, false, null);
                if (!cell.isNumber()) {
                    throw cells.cannotCast(row);
                }
                return NumberInput.parseDouble(text, true);
            }
        }
    }

    private String trimmed(int row) {
        return CsvCell.trimmed(cells.text(row));
    }

    private @Nullable String[] texts() {
        @Nullable String[] values = new @Nullable String[rows];
        for (int row = 0; row < rows; row++) {
            if (isGone(row)) {
                missing.set(row);
            } else {
                values[row] = cells.text(row);
            }
        }
        return values;
    }

    private Column binaries() {
        @Nullable String[] texts = texts();
        byte @Nullable [][] values = new byte @Nullable [rows][];
        for (int row = 0; row < rows; row++) {
            String text = texts[row];
            values[row] = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        return new Column.Binaries(values, missing);
    }
}

package org.tandemml.serving.engine.enforce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.table.Missing;

/** Collects what is wrong with one body: the first violations, and how many there are. */
final class ViolationLog {
    static final int MAX_KEPT = 100;
    private static final int SHOWN_IN_MESSAGE = 3;

    private final EnforcementSettings settings;
    private final List<Violation> kept = new ArrayList<>();
    private final Missing badRows = new Missing();
    private int badRowCount;
    private boolean wholeBody;
    private long count;
    private ErrorCode code = ErrorCode.INVALID_PARAMETER_VALUE;

    ViolationLog(EnforcementSettings settings) {
        this.settings = settings;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a further violation is kept, so that its place and value are worth finding out. */
    boolean keeps() {
        return kept.size() < MAX_KEPT;
    }

    /** Whether what was sent may be repeated. */
    boolean echoes() {
        return settings.echoValues();
    }

    /**
     * Adds a violation.
     *
     * @param row the row, or -1 for none
     */
    void add(
            int row,
            @Nullable String column,
            String expected,
            String actual,
            @Nullable String value,
            @Nullable String pointer) {
        if (keeps()) {
            String shown = value == null || !settings.echoValues() ? null : Texts.excerpt(value);
            keep(row, column, expected, actual, shown, Hint.of(expected, actual, value), pointer);
        }
        count(row);
    }

    /**
     * Adds a column that is absent or that the signature does not have.
     *
     * @param row the row, or -1 for none
     * @param near the name that was probably meant, if there is one
     */
    void addColumn(
            int row,
            @Nullable String column,
            String expected,
            String actual,
            @Nullable String near,
            @Nullable String pointer) {
        if (keeps()) {
            String hint = near == null ? null : "did you mean '" + Texts.excerpt(near) + "'?";
            keep(row, column, expected, actual, null, hint, pointer);
        }
        count(row);
    }

    private void keep(
            int row,
            @Nullable String column,
            String expected,
            String actual,
            @Nullable String value,
            @Nullable String hint,
            @Nullable String pointer) {
        kept.add(
                new Violation(
                        row < 0 ? null : row, column, expected, actual, value, hint, pointer));
    }

    private void count(int row) {
        count++;
        if (row < 0) {
            wholeBody = true;
        } else if (!badRows.get(row)) {
            badRows.set(row);
            badRowCount++;
        }
    }

    long count() {
        return count;
    }

    /** Answers as MLflow does where a cell fails before the signature is looked at. */
    void failsBeforeSignature() {
        code = ErrorCode.BAD_REQUEST;
    }

    /**
     * The exception for what was collected.
     *
     * @param rows how many rows the body has
     */
    ViolationsException toException(int rows) {
        StringBuilder message = new StringBuilder();
        if (wholeBody) {
            message.append("The input does");
        } else {
            message.append(badRowCount).append(" of ").append(rows);
            message.append(rows == 1 ? " row does" : badRowCount == 1 ? " rows does" : " rows do");
        }
        message.append(" not match the signature of ").append(settings.model()).append(": ");
        int shown = Math.min(kept.size(), SHOWN_IN_MESSAGE);
        for (int i = 0; i < shown; i++) {
            describe(kept.get(i), message.append(i == 0 ? "" : "; "));
        }
        if (count > shown) {
            message.append("; and ").append(count - shown).append(" more");
        }
        return new ViolationsException(code, message.append('.').toString(), kept, count);
    }

    /**
     * The exception for a cell that MLflow cannot cast: the first one ends its reading, and nothing
     * that was collected counts.
     *
     * @param row the row, or -1 for the column as such
     */
    ViolationsException cannotCast(
            int row, ColumnPlan plan, String actual, @Nullable String value) {
        String shown = value == null || !settings.echoValues() ? null : Texts.excerpt(value);
        Violation violation =
                new Violation(
                        row < 0 ? null : row,
                        plan.name(),
                        plan.expected(),
                        actual,
                        shown,
                        Hint.of(plan.expected(), actual, value),
                        null);
        StringBuilder message =
                new StringBuilder("The input cannot be converted for the signature");
        message.append(" of ").append(settings.model()).append(": ");
        describe(violation, message);
        return new ViolationsException(
                ErrorCode.BAD_REQUEST, message.append('.').toString(), List.of(violation), 1);
    }

    private static void describe(Violation violation, StringBuilder message) {
        String separator = "";
        if (violation.row() != null) {
            message.append("row ").append(violation.row());
            separator = ", ";
        }
        if (violation.column() != null) {
            message.append(separator).append("column '");
            message.append(Texts.excerpt(violation.column())).append('\'');
            separator = ", ";
        }
        message.append(separator.isEmpty() ? "" : ": ");
        message.append("expected ").append(violation.expected());
        message.append(", got ").append(violation.actual());
        if (violation.value() != null) {
            message.append(" '").append(violation.value()).append('\'');
        }
        if (violation.hint() != null) {
            message.append(" (").append(violation.hint()).append(')');
        }
    }
}

package org.tandemml.serving.engine.enforce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** What the readers of one body share: its limits and what was found wrong. */
final class Intake {
    private final EnforcementSettings settings;
    private final ViolationLog log;
    private final CellBudget budget;
    private String pointerPrefix = "";
    private MlflowRules rules = MlflowRules.FRAME;
    private @Nullable UnsetColumns unset;

    Intake(EnforcementSettings settings, long bodyBytes) {
        this.settings = settings;
        this.log = new ViolationLog(settings);
        this.budget = new CellBudget(bodyBytes);
    }

    ViolationLog log() {
        return log;
    }

    CellBudget budget() {
        return budget;
    }

    boolean strict() {
        return settings.mode() == EnforcementMode.STRICT;
    }

    EnforcementSettings settings() {
        return settings;
    }

    /** Columns without any cell, for a body of so many rows. */
    UnsetColumns unset(int rows) {
        UnsetColumns columns = unset;
        if (columns == null) {
            columns = new UnsetColumns(rows);
            unset = columns;
        }
        return columns;
    }

    /** The way that MLflow takes with this body; for its mode only. */
    MlflowRules rules() {
        return rules;
    }

    void rules(MlflowRules chosen) {
        rules = chosen;
    }

    /** Sets what stands before the pointers of a parser that began inside the body. */
    void pointerPrefix(String prefix) {
        pointerPrefix = prefix;
    }

    /** The pointer to the parser's current token. */
    String pointer(JsonParser parser) {
        return pointerPrefix + parser.getParsingContext().pathAsPointer();
    }

    /**
     * Checks that there may be one more row.
     *
     * @param row its number, from 0
     */
    void beginRow(int row) {
        if (row >= settings.maxRows()) {
            throw new TandemException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The request has more than "
                            + settings.maxRows()
                            + " rows, the most that one request may have.");
        }
    }

    /**
     * Reports the parser's current value and passes over it.
     *
     * @param row the row, or -1 for none
     * @param actual what it is, in words
     */
    void refuse(
            JsonParser parser,
            JsonToken token,
            int row,
            @Nullable String column,
            String expected,
            String actual)
            throws IOException {
        boolean kept = log.keeps();
        String pointer = kept ? pointer(parser) : null;
        String value =
                kept && token.isScalarValue() && token != JsonToken.VALUE_NULL
                        ? parser.getText()
                        : null;
        log.add(row, column, expected, actual, value, pointer);
        parser.skipChildren();
    }

    /** A failure of the body's form, as opposed to its values. */
    static TandemException badForm(String message) {
        return new TandemException(ErrorCode.BAD_REQUEST, message);
    }

    /** JSON's word for the kind of a value. */
    static String kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            case START_ARRAY -> "array";
            case START_OBJECT -> "object";
            default -> token.toString();
        };
    }
}

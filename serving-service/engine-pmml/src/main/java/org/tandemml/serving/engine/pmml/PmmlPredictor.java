package org.tandemml.serving.engine.pmml;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.GenericSeries;
import org.pmml4s.data.Series;
import org.pmml4s.model.Model;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;
import scala.NotImplementedError;

/** Scores row by row through PMML4S, by positions: no name is looked up. */
final class PmmlPredictor implements Predictor {
    private static final int MAX_PATTERN_TEXT = 1_000;

    /** PMML4S writes numbers as text by one formatter for the whole process. */
    private static final ReentrantLock TEXT_FORMATTER = new ReentrantLock();

    private final Model model;
    private final List<PmmlInput> inputs;
    private final int[] columnOfInput;
    private final PmmlAnswers answers;
    private final boolean formatsText;
    private final boolean matchesText;
    private final KernelCheck check;

    /**
     * @param columnOfInput the table's column for each input; -1 where it has none
     * @param fallback why there is no program that computes the answers
     */
    PmmlPredictor(
            Model model,
            PmmlDocument.Uses uses,
            List<PmmlInput> inputs,
            int[] columnOfInput,
            PmmlAnswers answers,
            @Nullable String fallback) {
        this(
                model,
                inputs,
                columnOfInput,
                answers,
                uses.textFunctions(),
                uses.patterns(),
                fallback);
    }

    private PmmlPredictor(
            Model model,
            List<PmmlInput> inputs,
            int[] columnOfInput,
            PmmlAnswers answers,
            boolean formatsText,
            boolean matchesText,
            @Nullable String fallback) {
        this.check = new KernelCheck("PMML4S", null, 0, 0, fallback);
        this.model = model;
        this.inputs = inputs;
        this.columnOfInput = columnOfInput;
        this.answers = answers;
        this.formatsText = formatsText;
        this.matchesText = matchesText;
    }

    /** The same, asked because of what a program did. */
    PmmlPredictor insteadOfProgram(String fallback) {
        return new PmmlPredictor(
                model, inputs, columnOfInput, answers, formatsText, matchesText, fallback);
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(check);
    }

    /** A table's columns by input; null where an input has none. */
    static @Nullable Column[] columns(Table table, int[] columnOfInput) {
        @Nullable Column[] columns = new Column[columnOfInput.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columnOfInput[i] < 0 ? null : table.column(columnOfInput[i]);
        }
        return columns;
    }

    @Override
    public Predictions predict(Table table) {
        @Nullable Column[] columns = columns(table, columnOfInput);
        if (formatsText) {
            TEXT_FORMATTER.lock();
            try {
                return predict(columns, table.rows());
            } finally {
                TEXT_FORMATTER.unlock();
            }
        }
        return predict(columns, table.rows());
    }

    private Predictions predict(@Nullable Column[] columns, int rows) {
        PmmlAnswers.Rows collected = answers.rows(rows);
        for (int row = 0; row < rows; row++) {
            DataVal[] values = new DataVal[columns.length];
            for (int i = 0; i < values.length; i++) {
                Column column = columns[i];
                values[i] = column == null ? DataVal.NULL() : inputs.get(i).value(column, row);
                if (matchesText && column instanceof Column.Strings strings) {
                    requireShort(strings, row, inputs.get(i).name());
                }
            }
            collected.add(row, score(new GenericSeries(values), row));
        }
        return collected.finish();
    }

    /** PMML4S throws all sorts of things for values that a model's expressions cannot use. */
    private Series score(Series values, int row) {
        try {
            return model.predict(values);
        } catch (Exception | NotImplementedError unusable) {
            PredictionException named =
                    new PredictionException(
                            row,
                            "Row %d: the PMML model cannot compute an answer from its values."
                                    .formatted(row));
            named.addSuppressed(unusable);
            throw named;
        }
    }

    private static void requireShort(Column.Strings strings, int row, String name) {
        String text = strings.values()[row];
        if (text != null && text.length() > MAX_PATTERN_TEXT) {
            throw new PredictionException(
                    row,
                    "Row %d: the column '%s' holds more than the %d characters that this model matches."
                            .formatted(row, name, MAX_PATTERN_TEXT));
        }
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Program.Work;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.predict.Predictions.ScoreKind;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Scores row by row through a program: arrays for each table, nothing for each row. */
final class CompiledPredictor implements Predictor {
    private final Program program;
    private final List<CompiledInput> inputs;
    private final int[] columnOfInput;
    private final @Nullable Labels labels;
    private final PmmlPredictor reference;
    private final KernelCheck check;

    /**
     * @param columnOfInput the table's column for each input; -1 where it has none
     * @param labels the classes; null for a regression
     * @param reference what the program is replaced by where the two disagree
     * @param check what was compared so far
     */
    CompiledPredictor(
            PmmlCompiler.Compiled compiled,
            int[] columnOfInput,
            @Nullable Labels labels,
            PmmlPredictor reference,
            KernelCheck check) {
        this(compiled.program(), compiled.inputs(), columnOfInput, labels, reference, check);
    }

    private CompiledPredictor(
            Program program,
            List<CompiledInput> inputs,
            int[] columnOfInput,
            @Nullable Labels labels,
            PmmlPredictor reference,
            KernelCheck check) {
        this.program = program;
        this.inputs = inputs;
        this.columnOfInput = columnOfInput;
        this.labels = labels;
        this.reference = reference;
        this.check = check;
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(check);
    }

    @Override
    public Predictor checkedOn(Table rows) {
        boolean anyMissing = rows.columns().stream().anyMatch(column -> column.missing().any());
        if (program.deviation() != null || program.missingDeviates() && anyMissing) {
            return this;
        }
        if (!Agreement.of(program).holds(this, reference, rows)) {
            return reference.insteadOfProgram(
                    "the program and PMML4S disagree on the model's own input example");
        }
        return new CompiledPredictor(
                program, inputs, columnOfInput, labels, reference, check.withExamples(rows.rows()));
    }

    @Override
    public Predictions predict(Table table) {
        @Nullable Column[] columns = PmmlPredictor.columns(table, columnOfInput);
        int rows = table.rows();
        Work work = program.newWork();
        Result result = program.result();
        int width = Math.max(1, result.labels());
        double[] numbers = new double[Math.multiplyExact(rows, width)];
        int[] winners = new int[rows];
        boolean[] present = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            for (int input = 0; input < columns.length; input++) {
                work.values[input] = inputs.get(input).read(columns[input], row);
            }
            program.run(work);
            double value = work.values[result.value()];
            present[row] = value == value;
            if (result.classification()) {
                winners[row] = present[row] ? (int) value : -1;
                System.arraycopy(work.values, result.probabilities(), numbers, row * width, width);
                if (!present[row]) {
                    Arrays.fill(numbers, row * width, (row + 1) * width, Double.NaN);
                }
            } else {
                numbers[row] = value;
            }
        }
        return labels == null
                ? new Predictions.Regression(List.of("prediction"), numbers, present)
                : new Predictions.Classification(labels, winners, ScoreKind.PROBABILITIES, numbers);
    }
}

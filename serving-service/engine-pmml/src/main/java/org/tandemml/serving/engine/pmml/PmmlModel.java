package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.pmml.PmmlCompiler.Compiled;
import org.tandemml.serving.engine.predict.Labels;
import org.tandemml.serving.engine.table.Table;

/** A PMML model. */
final class PmmlModel implements OpenModel {
    private final Model model;
    private final PmmlDocument.Uses uses;
    private final List<PmmlInput> inputs;
    private final PmmlAnswers answers;
    private final @Nullable Labels labels;
    private final Trial trial;

    /**
     * What came of the model's compilation.
     *
     * @param compiled the model as a program; null if there is none, or none that answers as PMML4S
     *     does
     * @param rows how many rows were compared
     * @param fallback why there is none; null if there is one
     */
    private record Trial(@Nullable Compiled compiled, int rows, @Nullable String fallback) {}

    private PmmlModel(
            Model model,
            PmmlDocument document,
            List<PmmlInput> inputs,
            PmmlAnswers answers,
            @Nullable Labels labels,
            boolean plain)
            throws ModelLoadException {
        this.model = model;
        this.uses = document.uses();
        this.inputs = inputs;
        this.answers = answers;
        this.labels = labels;
        this.trial =
                plain
                        ? trial(document)
                        : new Trial(null, 0, "there is no program for what it answers");
    }

    /** Compiles the model, and tries the program and PMML4S on the same rows. */
    private Trial trial(PmmlDocument document) throws ModelLoadException {
        Compiled compiled;
        try {
            compiled =
                    PmmlCompiler.compile(
                            document,
                            inputs.stream().map(PmmlInput::name).toList(),
                            labels == null ? List.of() : labels.names());
        } catch (NotCompiledException unknown) {
            return new Trial(null, 0, "there is no program for " + unknown.getMessage());
        }
        Program program = compiled.program();
        if (program.result().classification() != (labels != null)
                || program.result().classification() && program.result().probabilities() < 0) {
            return new Trial(null, 0, "there is no program for what it answers");
        }
        if (program.deviation() != null) {
            return new Trial(compiled, 0, null);
        }
        int[] columns = IntStream.range(0, inputs.size()).toArray();
        PmmlPredictor reference = reference(columns, null);
        Predictor predictor = compiled(compiled, columns, reference, 0);
        Agreement agreement = Agreement.of(program);
        Schema.Columns schema = new Schema.Columns(inputs.stream().map(PmmlInput::column).toList());
        for (Table row : Agreement.rows(compiled, schema)) {
            if (!agreement.holds(predictor, reference, row)) {
                return new Trial(
                        null, 0, "the program and PMML4S disagree on a row made from the model");
            }
        }
        return new Trial(compiled, Agreement.ROWS, null);
    }

    private PmmlPredictor reference(int[] columnOfInput, @Nullable String fallback) {
        return new PmmlPredictor(model, uses, inputs, columnOfInput, answers, fallback);
    }

    private CompiledPredictor compiled(
            Compiled compiled, int[] columnOfInput, PmmlPredictor reference, int rows) {
        String compared = compiled.program().deviation() == null ? "PMML4S" : null;
        return new CompiledPredictor(
                compiled,
                columnOfInput,
                labels,
                reference,
                new KernelCheck("program of the PMML model", compared, rows, 0, null));
    }

    /** Whether a program of ours scores, and not PMML4S. */
    boolean usesProgram() {
        return trial.compiled() != null;
    }

    static PmmlModel of(Model model, PmmlDocument document) throws ModelLoadException {
        if (model.miningSchema() == null) {
            throw new ModelLoadException("The PMML file's model has no MiningSchema.");
        }
        boolean plain = PmmlAnswers.plain(model);
        Labels labels = model.isRegression() ? null : PmmlAnswers.labels(model);
        PmmlAnswers answers = PmmlAnswers.of(model);
        List<PmmlInput> inputs = new ArrayList<>();
        // Asking for the used fields numbers them; it happens here, before any thread scores.
        for (Field field : model.usedFields()) {
            inputs.add(new PmmlInput(field, model.miningSchema().apply(field.name())));
        }
        if (inputs.isEmpty()) {
            throw new ModelLoadException("The PMML file's model has no active field.");
        }
        return new PmmlModel(model, document, inputs, answers, labels, plain);
    }

    @Override
    public Schema inputs() {
        return new Schema.Columns(inputs.stream().map(PmmlInput::column).toList());
    }

    @Override
    public Predictor bind(Schema schema) throws ModelLoadException {
        if (!(schema instanceof Schema.Columns columns)) {
            throw new ModelLoadException(
                    "A PMML model needs a signature of columns; this one has tensors.");
        }
        List<ColumnSpec> specs = columns.columns();
        if (!columns.named() && specs.size() != inputs.size()) {
            throw new ModelLoadException(
                    ("The signature has %d columns without names, the PMML model %d active fields:"
                                    + " they cannot be matched.")
                            .formatted(specs.size(), inputs.size()));
        }
        int[] columnOfInput = new int[inputs.size()];
        for (int i = 0; i < columnOfInput.length; i++) {
            columnOfInput[i] = columns.named() ? find(specs, inputs.get(i)) : i;
            if (columnOfInput[i] >= 0) {
                inputs.get(i).requireReadable(specs.get(columnOfInput[i]));
            }
        }
        PmmlPredictor reference = reference(columnOfInput, trial.fallback());
        Compiled compiled = trial.compiled();
        return compiled == null
                ? reference
                : compiled(compiled, columnOfInput, reference, trial.rows());
    }

    private static int find(List<ColumnSpec> specs, PmmlInput input) throws ModelLoadException {
        for (int column = 0; column < specs.size(); column++) {
            if (input.name().equals(specs.get(column).name())) {
                return column;
            }
        }
        if (input.optional()) {
            return -1;
        }
        throw new ModelLoadException(
                "The signature has no column for the PMML model's active field '%s'."
                        .formatted(input.name()));
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }
}

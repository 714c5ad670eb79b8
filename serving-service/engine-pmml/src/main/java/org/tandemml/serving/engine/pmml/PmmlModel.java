package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.OpenModel;
import org.tandemml.serving.engine.Predictor;

/** A PMML model. */
final class PmmlModel implements OpenModel {
    private final Model model;
    private final PmmlDocument document;
    private final List<PmmlInput> inputs;
    private final PmmlAnswers answers;

    private PmmlModel(
            Model model, PmmlDocument document, List<PmmlInput> inputs, PmmlAnswers answers) {
        this.model = model;
        this.document = document;
        this.inputs = inputs;
        this.answers = answers;
    }

    static PmmlModel of(Model model, PmmlDocument document) throws ModelLoadException {
        if (model.miningSchema() == null) {
            throw new ModelLoadException("The PMML file's model has no MiningSchema.");
        }
        PmmlAnswers answers = PmmlAnswers.of(model);
        List<PmmlInput> inputs = new ArrayList<>();
        // Asking for the used fields numbers them; it happens here, before any thread scores.
        for (Field field : model.usedFields()) {
            inputs.add(new PmmlInput(field, model.miningSchema().apply(field.name())));
        }
        if (inputs.isEmpty()) {
            throw new ModelLoadException("The PMML file's model has no active field.");
        }
        return new PmmlModel(model, document, inputs, answers);
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
        return new PmmlPredictor(model, document, inputs, columnOfInput, answers);
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

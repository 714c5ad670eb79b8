package org.tandemml.serving.engine.trees;

import java.util.Optional;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/** Scores tables of one schema with a {@link RowModel}. */
public final class RowPredictor implements Predictor {
    private static final int MAX_EXAMPLES = 100;

    private final RowModel model;
    private final RowReader reader;
    private final KernelCheck check;
    private final SingleRows singles;

    /**
     * @param reader of the schema's tables
     * @param check what has been checked so far
     */
    public RowPredictor(RowModel model, RowReader reader, KernelCheck check) {
        this.model = model;
        this.reader = reader;
        this.check = check;
        this.singles = new SingleRows(model);
    }

    @Override
    public Predictions predict(Table table) {
        double[] sums = table.rows() == 1 ? singles.sums(reader, table) : model.sums(reader, table);
        return model.answer(sums, table.rows());
    }

    @Override
    public Optional<KernelCheck> check() {
        return Optional.of(check);
    }

    @Override
    public Predictor checkedOn(Table rows) throws ModelLoadException {
        int count = Math.min(rows.rows(), MAX_EXAMPLES);
        double[] values = new double[count * model.columns()];
        model.read(reader, rows, 0, count, values);
        return new RowPredictor(model, reader, check.withExamples(model.check(values, count)));
    }
}

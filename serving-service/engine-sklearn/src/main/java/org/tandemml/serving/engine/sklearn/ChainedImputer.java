package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * IterativeImputer: fills the gaps of columns in turn with what regressors make of the others.
 *
 * @param first fills all gaps before that
 * @param rounds in their order
 * @param least of what fills a column
 * @param most of what fills a column
 */
record ChainedImputer(Transformer first, List<Round> rounds, double[] least, double[] most)
        implements Transformer {

    /** A column, and what fills its gaps. */
    private record Round(int column, int[] others, Estimator.Regressor regressor) {}

    static ChainedImputer of(PyObject model, int width, Transformers steps, Estimators reader)
            throws ModelLoadException {
        boolean plain =
                !model.flag("sample_posterior")
                        && !model.flag("add_indicator")
                        && model.get("missing_values") instanceof Double missing
                        && missing.isNaN();
        Transformer first = steps.read(model.object("initial_imputer_"), width);
        if (!plain || first.width() != width) {
            throw new ModelLoadException(
                    "The model's IterativeImputer draws at random, adds indicators, leaves columns"
                            + " out, or fills something else than NaN: not served.");
        }
        String where = model.where("imputation_sequence_");
        List<Round> rounds = new ArrayList<>();
        for (@Nullable Object each : model.list("imputation_sequence_")) {
            List<@Nullable Object> parts =
                    each instanceof PyObject triple
                            ? triple.arguments()
                            : PyValues.list(each, where);
            if (parts.size() != 3) {
                throw new ModelLoadException("The model's %s are no triples.".formatted(where));
            }
            rounds.add(round(parts, width, where, reader));
        }
        return new ChainedImputer(
                first,
                List.copyOf(rounds),
                Transformers.numbers(model.array("_min_value"), model.where("_min_value"), width),
                Transformers.numbers(model.array("_max_value"), model.where("_max_value"), width));
    }

    private static Round round(
            List<@Nullable Object> parts, int width, String where, Estimators reader)
            throws ModelLoadException {
        int column = PyValues.integer(parts.get(0), where);
        int[] others = PyValues.array(parts.get(1), where).ints(where);
        boolean inside =
                column >= 0
                        && column < width
                        && Arrays.stream(others).allMatch(other -> other >= 0 && other < width);
        if (!inside
                || !(reader.read(PyValues.object(parts.get(2), where))
                        instanceof Estimator.Regressor regressor)
                || regressor.features() != others.length
                || regressor.outputs() != 1) {
            throw new ModelLoadException(
                    "A step of the model's %s does not fit its %d columns."
                            .formatted(where, width));
        }
        return new Round(column, others, regressor);
    }

    @Override
    public Need[] needs() {
        return first.needs();
    }

    @Override
    public int width() {
        return first.width();
    }

    @Override
    public Batch apply(Batch in) {
        Batch start = first.apply(in);
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < width(); i++) {
            columns.add(start.numbers(i).clone());
        }
        for (Round round : rounds) {
            double[] asked = in.numbers(round.column());
            if (Arrays.stream(asked).noneMatch(Double::isNaN)) {
                continue;
            }
            List<Object> others = new ArrayList<>();
            for (int other : round.others()) {
                others.add(columns.get(other));
            }
            double[] answers = round.regressor().predict(new Batch(in.rows(), others));
            double[] filled = ((double[]) columns.get(round.column())).clone();
            for (int row = 0; row < filled.length; row++) {
                if (Double.isNaN(asked[row])) {
                    filled[row] =
                            Math.min(
                                    most[round.column()],
                                    Math.max(least[round.column()], answers[row]));
                }
            }
            columns.set(round.column(), filled);
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }
}

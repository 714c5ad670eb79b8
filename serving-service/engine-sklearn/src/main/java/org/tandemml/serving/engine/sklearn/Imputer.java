package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * SimpleImputer: a value in the place of a missing one, and perhaps columns that say where.
 *
 * @param fill by input: a {@code Double}, a {@code String}, or null for a column that is left out
 * @param missing what counts as missing beside NaN and None; NaN for nothing
 * @param indicated the inputs that have a column saying where they were missing
 */
record Imputer(List<@Nullable Object> fill, double missing, int[] indicated)
        implements Transformer {

    static Imputer of(PyObject model, int width) throws ModelLoadException {
        PyArray statistics = model.array("statistics_");
        @Nullable Object[] values = statistics.values(model.where("statistics_"));
        if (values.length != width) {
            throw new ModelLoadException(
                    "The model's %s is for %d columns, %d reach it."
                            .formatted(model.where("statistics_"), values.length, width));
        }
        boolean keep =
                model.flag("keep_empty_features") || model.text("strategy").equals("constant");
        List<@Nullable Object> fill = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof String) {
                fill.add(value);
            } else if (value == null || value instanceof Double d && d.isNaN()) {
                fill.add(keep ? Double.valueOf(Double.NaN) : null);
            } else {
                fill.add(PyValues.number(value, model.where("statistics_")));
            }
        }
        Object missing = model.get("missing_values");
        if (missing instanceof String) {
            throw new ModelLoadException(
                    "The model's %s is a text, which is not served."
                            .formatted(model.where("missing_values")));
        }
        int[] indicated = {};
        if (model.flag("add_indicator") && model.has("indicator_")) {
            PyObject indicator = model.object("indicator_");
            indicated = indicator.array("features_").ints(indicator.where("features_"));
            for (int feature : indicated) {
                if (feature < 0 || feature >= width) {
                    throw new ModelLoadException("The model's indicator names no column.");
                }
            }
        }
        return new Imputer(
                fill,
                missing == null ? Double.NaN : PyValues.number(missing, "missing_values"),
                indicated);
    }

    @Override
    public Need[] needs() {
        return fill.stream()
                .map(value -> value instanceof String ? Need.TEXT : Need.NUMBER)
                .toArray(Need[]::new);
    }

    @Override
    public int width() {
        return (int) fill.stream().filter(Objects::nonNull).count() + indicated.length;
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < fill.size(); i++) {
            Object value = fill.get(i);
            if (value instanceof String text) {
                columns.add(filled(in.texts(i), text, in.rows()));
            } else if (value instanceof Double number) {
                columns.add(filled(in.numbers(i), number, in.rows()));
            }
        }
        for (int feature : indicated) {
            double[] flags = new double[in.rows()];
            for (int row = 0; row < flags.length; row++) {
                flags[row] = isMissing(in.column(feature), row) ? 1 : 0;
            }
            columns.add(flags);
        }
        return new Batch(in.rows(), columns).inFormatOf(in);
    }

    private static String[] filled(@Nullable String[] values, String fill, int rows) {
        String[] result = new String[rows];
        for (int row = 0; row < rows; row++) {
            String value = values[row];
            result[row] = value == null ? fill : value;
        }
        return result;
    }

    private double[] filled(double[] values, double fill, int rows) {
        double[] result = new double[rows];
        for (int row = 0; row < rows; row++) {
            result[row] = isMissing(values[row]) ? fill : values[row];
        }
        return result;
    }

    private boolean isMissing(Object column, int row) {
        return column instanceof String[] texts
                ? texts[row] == null
                : isMissing(((double[]) column)[row]);
    }

    private boolean isMissing(double value) {
        return missing != missing ? value != value : value == missing;
    }
}

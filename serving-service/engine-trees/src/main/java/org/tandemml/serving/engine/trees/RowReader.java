package org.tandemml.serving.engine.trees;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Table;

/** Reads the features of a model from the tables of one schema. Immutable. */
public final class RowReader {
    private final int[] places;
    private final Inputs.@Nullable Categories[] categories;
    private final List<String> names;
    private final boolean tensor;
    private final boolean rounded;

    RowReader(
            int[] places,
            Map<Integer, Inputs.Categories> categories,
            List<String> names,
            boolean rounded) {
        this.places = places;
        this.categories = new Inputs.Categories[places.length];
        categories.forEach((feature, codes) -> this.categories[feature] = codes);
        this.names = names;
        this.tensor = false;
        this.rounded = rounded;
    }

    /** Reads a tensor. */
    RowReader(int features, boolean rounded) {
        this.places = new int[features];
        this.categories = new Inputs.Categories[features];
        this.names = List.of();
        this.tensor = true;
        this.rounded = rounded;
    }

    /**
     * Reads rows.
     *
     * @param first the first of them
     * @param count how many
     * @param into row-major numbers to be set; NaN where missing
     * @param width distance between rows in {@code into}, at least the number of features
     * @throws PredictionException for a value that is no category of a model that refuses others
     */
    public void read(Table table, int first, int count, double[] into, int width) {
        List<Column> columns = table.columns();
        for (int feature = 0; feature < places.length; feature++) {
            Column column = columns.get(places[feature]);
            Inputs.Categories codes = categories[feature];
            if (codes == null && column instanceof Column.Doubles doubles) {
                // The usual kind. Cells without a value hold NaN.
                for (int row = 0; row < count; row++) {
                    double value = doubles.values()[first + row];
                    into[row * width + feature] = rounded ? (float) value : value;
                }
                continue;
            }
            for (int row = 0; row < count; row++) {
                into[row * width + feature] = value(column, codes, feature, first + row);
            }
        }
    }

    private double value(Column column, Inputs.@Nullable Categories codes, int feature, int row) {
        if (tensor) {
            return element(column, row * places.length + feature);
        }
        return codes == null ? number(column, row) : code(column, feature, codes, row);
    }

    /**
     * Refuses values that overflow binary32, as XGBoost does.
     *
     * @param rows what {@link #read} filled
     */
    public void requireFinite(double[] rows, int first, int count, int width) {
        for (int row = 0; row < count; row++) {
            for (int feature = 0; feature < places.length; feature++) {
                if (Double.isInfinite(rows[row * width + feature])) {
                    throw new PredictionException(
                            first + row,
                            "Row %d, column '%s': the number is infinite or beyond what a 32-bit float holds; XGBoost does not score it."
                                    .formatted(
                                            first + row,
                                            tensor
                                                    ? String.valueOf(feature)
                                                    : names.get(places[feature])));
                }
            }
        }
    }

    private double number(Column column, int row) {
        if (column instanceof Column.Longs longs && rounded) {
            // Straight to binary32: by way of binary64 it would be rounded twice.
            return longs.isMissing(row) ? Double.NaN : (float) longs.values()[row];
        }
        double value = column.asDouble(row);
        return rounded ? (float) value : value;
    }

    private double code(Column column, int feature, Inputs.Categories codes, int row) {
        if (column.isMissing(row)) {
            return Double.NaN;
        }
        Integer code;
        String shown;
        if (column instanceof Column.Strings strings) {
            shown = String.valueOf(strings.values()[row]);
            code = codes.texts().get(shown);
        } else {
            double number = column.asDouble(row);
            shown = String.valueOf(number);
            code = codes.numbers().get(number + 0.0);
        }
        if (code == null && !codes.others()) {
            throw new PredictionException(
                    row,
                    "Row %d, column '%s': '%s' is none of the %d categories that the model knows."
                            .formatted(
                                    row,
                                    names.get(places[feature]),
                                    Texts.excerpt(shown),
                                    codes.texts().size()));
        }
        return code == null ? Double.NaN : code;
    }

    private double element(Column column, int index) {
        Object elements = ((Column.Tensor) column).elements();
        double value;
        if (elements instanceof double[] doubles) {
            value = doubles[index];
        } else if (elements instanceof float[] floats) {
            value = floats[index];
        } else if (elements instanceof long[] longs) {
            return rounded ? (float) longs[index] : longs[index];
        } else if (elements instanceof int[] ints) {
            value = ints[index];
        } else if (elements instanceof boolean[] booleans) {
            value = booleans[index] ? 1 : 0;
        } else {
            throw new IllegalStateException("Not a tensor of numbers");
        }
        return rounded ? (float) value : value;
    }
}

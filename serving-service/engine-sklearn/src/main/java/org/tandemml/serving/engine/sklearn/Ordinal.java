package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * OrdinalEncoder: the number of the category.
 *
 * @param codes the number of each category, by input
 * @param refuses whether an unknown category is refused
 * @param unknown its number if not
 * @param binary32 the format of the numbers
 */
record Ordinal(
        List<CategoryList> features,
        List<double[]> codes,
        boolean refuses,
        double unknown,
        boolean binary32)
        implements Transformer {

    static Ordinal of(PyObject model, int width) throws ModelLoadException {
        List<@Nullable Object> categories = model.list("categories_");
        if (categories.size() != width) {
            throw new ModelLoadException(
                    "The model's %s are for %d columns, %d reach it."
                            .formatted(model.where("categories_"), categories.size(), width));
        }
        boolean groups = model.flag("_infrequent_enabled");
        List<CategoryList> features = new ArrayList<>();
        List<double[]> codes = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            CategoryList list = CategoryList.of(categories.get(i), model.where("categories_"));
            double[] numbers = new double[list.size()];
            for (int category = 0; category < numbers.length; category++) {
                numbers[category] = category;
            }
            if (groups) {
                String name = "_default_to_infrequent_mappings";
                Object mapping = model.list(name).get(i);
                if (mapping != null) {
                    double[] read =
                            PyValues.array(mapping, model.where(name)).doubles(model.where(name));
                    if (read.length > numbers.length) {
                        throw new ModelLoadException(
                                "The model's %s do not fit.".formatted(model.where(name)));
                    }
                    System.arraycopy(read, 0, numbers, 0, read.length);
                }
            }
            if (list.missing() >= 0) {
                numbers[list.missing()] = model.number("encoded_missing_value", Double.NaN);
            }
            features.add(list);
            codes.add(numbers);
        }
        boolean refuses = model.text("handle_unknown").equals("error");
        return new Ordinal(
                List.copyOf(features),
                List.copyOf(codes),
                refuses,
                refuses ? Double.NaN : model.number("unknown_value"),
                Transformers.asksBinary32(model));
    }

    @Override
    public Need[] needs() {
        return features.stream().map(CategoryList::need).toArray(Need[]::new);
    }

    @Override
    public int width() {
        return features.size();
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            double[] made = new double[in.rows()];
            Object column = in.column(i);
            for (int row = 0; row < made.length; row++) {
                int category = features.get(i).find(column, row);
                if (category < 0 && refuses) {
                    throw new PredictionException(
                            row,
                            "Row %d: the value of feature %d is none that the model's OrdinalEncoder knows."
                                    .formatted(row, i));
                }
                made[row] = category < 0 ? unknown : codes.get(i)[category];
            }
            columns.add(made);
        }
        return new Batch(in.rows(), columns).inBinary32(binary32);
    }
}

package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * TargetEncoder: the mean of the target for a category, or for each class its share.
 *
 * @param features the categories, by input
 * @param means by input and class: the mean of each category
 * @param unknown by class: what stands for a category that is not known
 */
record TargetMeans(List<CategoryList> features, List<double[]> means, double[] unknown)
        implements Transformer {

    static TargetMeans of(PyObject model, int width) throws ModelLoadException {
        List<@Nullable Object> categories = model.list("categories_");
        List<@Nullable Object> encodings = model.list("encodings_");
        double[] unknown =
                model.get("target_mean_") instanceof PyArray array
                        ? array.doubles(model.where("target_mean_"))
                        : new double[] {model.number("target_mean_")};
        if (categories.size() != width
                || unknown.length == 0
                || encodings.size() != (long) width * unknown.length) {
            throw new ModelLoadException(
                    "The model's %s are for %d columns, %d reach it."
                            .formatted(model.where("categories_"), categories.size(), width));
        }
        List<CategoryList> features = new ArrayList<>();
        for (Object each : categories) {
            features.add(CategoryList.of(each, model.where("categories_")));
        }
        List<double[]> means = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            String where = model.where("encodings_");
            int size = features.get(i / unknown.length).size();
            means.add(Transformers.numbers(PyValues.array(encodings.get(i), where), where, size));
        }
        return new TargetMeans(List.copyOf(features), List.copyOf(means), unknown);
    }

    @Override
    public Need[] needs() {
        return features.stream().map(CategoryList::need).toArray(Need[]::new);
    }

    @Override
    public int width() {
        return means.size();
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>();
        for (int i = 0; i < means.size(); i++) {
            int feature = i / unknown.length;
            double[] made = new double[in.rows()];
            for (int row = 0; row < made.length; row++) {
                int category = features.get(feature).find(in.column(feature), row);
                made[row] = category < 0 ? unknown[i % unknown.length] : means.get(i)[category];
            }
            columns.add(made);
        }
        return new Batch(in.rows(), columns);
    }
}

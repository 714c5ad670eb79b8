package org.tandemml.serving.engine.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pickle.PyArray;
import org.tandemml.serving.engine.pickle.PyObject;
import org.tandemml.serving.engine.pickle.PyValues;

/**
 * OneHotEncoder: a column of 0 and 1 for each category.
 *
 * @param refuses whether an unknown category is refused
 * @param binary32 the format of the columns
 */
record OneHot(List<Feature> features, int width, boolean refuses, boolean binary32)
        implements Transformer {

    /**
     * An input.
     *
     * @param places the output of each category; -1 for one that was dropped
     * @param outputs how many outputs
     * @param unknown the output of unknown categories; -1 for none
     */
    private record Feature(CategoryList categories, int[] places, int outputs, int unknown) {}

    static OneHot of(PyObject model, int width) throws ModelLoadException {
        List<@Nullable Object> categories = model.list("categories_");
        if (categories.size() != width) {
            throw new ModelLoadException(
                    "The model's %s are for %d columns, %d reach it."
                            .formatted(model.where("categories_"), categories.size(), width));
        }
        String unknown = model.text("handle_unknown");
        if (!Set.of("error", "ignore", "infrequent_if_exist", "warn").contains(unknown)) {
            throw new ModelLoadException(
                    "The model's %s '%s' is not known."
                            .formatted(model.where("handle_unknown"), Texts.excerpt(unknown)));
        }
        @Nullable Object[] drops =
                model.get("drop_idx_") instanceof PyArray array
                        ? array.values(model.where("drop_idx_"))
                        : new @Nullable Object[width];
        boolean groups = model.flag("_infrequent_enabled");
        boolean toGroup = unknown.equals("infrequent_if_exist") || unknown.equals("warn");
        List<Feature> features = new ArrayList<>();
        int outputs = 0;
        for (int i = 0; i < width; i++) {
            CategoryList list = CategoryList.of(categories.get(i), model.where("categories_"));
            int[] group = groups ? groups(model, i, list.size()) : identity(list.size());
            int drop =
                    i < drops.length && drops[i] != null
                            ? dropped(model, drops[i], list.size(), group)
                            : -1;
            Feature feature =
                    feature(list, group, drop, toGroup ? infrequent(model, i, group) : -1);
            features.add(feature);
            outputs += feature.outputs();
        }
        return new OneHot(
                List.copyOf(features),
                outputs,
                unknown.equals("error"),
                Transformers.asksBinary32(model));
    }

    private static Feature feature(CategoryList list, int[] group, int drop, int unknown) {
        int count = Arrays.stream(group).max().orElse(-1) + 1;
        int[] places = new int[group.length];
        for (int i = 0; i < group.length; i++) {
            places[i] = place(group[i], drop);
        }
        return new Feature(
                list,
                places,
                drop >= 0 ? count - 1 : count,
                unknown < 0 ? -1 : place(unknown, drop));
    }

    private static int place(int group, int drop) {
        return drop < 0 || group < drop ? group : group == drop ? -1 : group - 1;
    }

    private static int[] identity(int count) {
        int[] same = new int[count];
        Arrays.setAll(same, i -> i);
        return same;
    }

    /** The group of each category where rare ones are put together. */
    private static int[] groups(PyObject model, int feature, int count) throws ModelLoadException {
        List<@Nullable Object> all = model.list("_default_to_infrequent_mappings");
        Object mapping = feature < all.size() ? all.get(feature) : null;
        if (mapping == null) {
            return identity(count);
        }
        String where = model.where("_default_to_infrequent_mappings");
        int[] groups = PyValues.array(mapping, where).ints(where);
        if (groups.length != count
                || Arrays.stream(groups).anyMatch(group -> group < 0 || group >= count)) {
            throw new ModelLoadException("The model's %s do not fit.".formatted(where));
        }
        return groups;
    }

    private static int infrequent(PyObject model, int feature, int[] group)
            throws ModelLoadException {
        if (!model.has("_infrequent_indices")) {
            return -1;
        }
        List<@Nullable Object> all = model.list("_infrequent_indices");
        Object indices = feature < all.size() ? all.get(feature) : null;
        if (indices == null) {
            return -1;
        }
        String where = model.where("_infrequent_indices");
        int[] read = PyValues.array(indices, where).ints(where);
        return read.length == 0 || read[0] < 0 || read[0] >= group.length ? -1 : group[read[0]];
    }

    private static int dropped(PyObject model, @Nullable Object index, int count, int[] group)
            throws ModelLoadException {
        int drop = PyValues.integer(index, model.where("drop_idx_"));
        if (drop < 0 || drop >= count) {
            throw new ModelLoadException(
                    "The model's %s names no category.".formatted(model.where("drop_idx_")));
        }
        return group[drop];
    }

    @Override
    public Need[] needs() {
        return features.stream().map(feature -> feature.categories().need()).toArray(Need[]::new);
    }

    @Override
    public Batch apply(Batch in) {
        List<Object> columns = new ArrayList<>(width);
        for (int i = 0; i < features.size(); i++) {
            Feature feature = features.get(i);
            double[][] made = new double[feature.outputs()][in.rows()];
            Object column = in.column(i);
            for (int row = 0; row < in.rows(); row++) {
                int category = feature.categories().find(column, row);
                if (category < 0 && refuses) {
                    throw new PredictionException(
                            row,
                            "Row %d: the value of feature %d is none that the model's OneHotEncoder knows."
                                    .formatted(row, i));
                }
                int place = category < 0 ? feature.unknown() : feature.places()[category];
                if (place >= 0) {
                    made[place][row] = 1;
                }
            }
            columns.addAll(Arrays.<Object>asList((Object[]) made));
        }
        return new Batch(in.rows(), columns).inBinary32(binary32);
    }
}

package org.tandemml.serving.engine.trees;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.TensorSpec;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * What a model of a boosting library reads: numbers in a fixed order, with names or without, some
 * of them codes of categories that a request gives as text.
 */
public final class Inputs {
    private final String library;
    private final int count;
    private final @Nullable List<String> names;
    private final Map<Integer, Categories> categories;
    private final boolean anyNames;
    private final boolean rounded;

    /**
     * The codes of a feature's categories.
     *
     * @param texts codes of texts
     * @param numbers codes of numbers
     * @param others whether values that are no categories are taken for missing; else they are
     *     refused, as the library does
     */
    public record Categories(
            Map<String, Integer> texts, Map<Double, Integer> numbers, boolean others) {
        public Categories {
            texts = Map.copyOf(texts);
            numbers = Map.copyOf(numbers);
        }

        /** Categories beside which other values are missing. */
        public static Categories open(Map<String, Integer> texts, Map<Double, Integer> numbers) {
            return new Categories(texts, numbers, true);
        }

        /** Texts beside which others are refused. */
        public static Categories closed(Map<String, Integer> texts) {
            return new Categories(texts, Map.of(), false);
        }
    }

    /**
     * Inputs.
     *
     * @param library whose model it is, for messages
     * @param count how many features
     * @param names their names in order; null if the model has none
     * @param categories by feature
     * @param anyNames whether columns with other names are taken by position, as the library does
     * @param rounded whether the library reads binary32
     */
    public Inputs(
            String library,
            int count,
            @Nullable List<String> names,
            Map<Integer, Categories> categories,
            boolean anyNames,
            boolean rounded) {
        this.library = library;
        this.count = count;
        this.names = names;
        this.categories = Map.copyOf(categories);
        this.anyNames = anyNames;
        this.rounded = rounded;
    }

    /** Whether some features are codes of categories that a request gives as they are. */
    public boolean hasCategories() {
        return !categories.isEmpty();
    }

    /** The signature of a model whose MLmodel file has none. */
    public Schema.Columns schema() {
        List<ColumnSpec> columns = new ArrayList<>();
        for (int feature = 0; feature < count; feature++) {
            Categories codes = categories.get(feature);
            DataType type =
                    codes != null && !codes.texts().isEmpty() ? DataType.STRING : DataType.DOUBLE;
            columns.add(
                    new ColumnSpec(
                            names == null ? null : names.get(feature),
                            new ColumnType.Scalar(type),
                            true));
        }
        return new Schema.Columns(columns);
    }

    /**
     * Finds the features in a schema.
     *
     * @throws ModelLoadException if one is not there or holds something that cannot be read
     */
    public RowReader bind(Schema schema) throws ModelLoadException {
        if (schema instanceof Schema.Tensors tensors) {
            return bindTensor(tensors);
        }
        List<ColumnSpec> columns = ((Schema.Columns) schema).columns();
        int[] places = places(columns);
        for (int feature = 0; feature < count; feature++) {
            requireReadable(columns.get(places[feature]), feature);
        }
        return new RowReader(
                places, categories, columns.stream().map(this::shown).toList(), rounded);
    }

    /** Reads rows whose features have numbers and no names. */
    public RowReader unnamed() {
        return new RowReader(count, rounded);
    }

    private int[] places(List<ColumnSpec> columns) throws ModelLoadException {
        List<String> wanted = names;
        int[] places = new int[count];
        if (wanted == null || columns.stream().anyMatch(column -> column.name() == null)) {
            return byPosition(columns, "");
        }
        Map<String, Integer> exact = new HashMap<>();
        Map<String, Integer> loose = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = String.valueOf(columns.get(i).name());
            exact.putIfAbsent(name, i);
            loose.putIfAbsent(loosened(name), i);
        }
        int missing = -1;
        int found = 0;
        for (int feature = 0; feature < count; feature++) {
            String name = wanted.get(feature);
            Integer place = exact.getOrDefault(name, loose.get(loosened(name)));
            if (place == null) {
                missing = missing < 0 ? feature : missing;
            } else {
                places[feature] = place;
                found++;
            }
        }
        if (missing < 0) {
            return places;
        }
        String absent = Texts.excerpt(wanted.get(missing));
        if (anyNames && found == 0) {
            return byPosition(columns, ", and no column has the name '" + absent + "'");
        }
        throw new ModelLoadException(
                "The %s model needs the column '%s', which the signature does not have."
                        .formatted(library, absent));
    }

    /** LightGBM writes blanks as underscores. */
    private static String loosened(String name) {
        return name.replace(' ', '_');
    }

    private int[] byPosition(List<ColumnSpec> columns, String why) throws ModelLoadException {
        if (columns.size() != count) {
            throw new ModelLoadException(
                    "The %s model needs %d columns, the signature has %d%s."
                            .formatted(library, count, columns.size(), why));
        }
        int[] places = new int[count];
        java.util.Arrays.setAll(places, i -> i);
        return places;
    }

    private void requireReadable(ColumnSpec column, int feature) throws ModelLoadException {
        Categories codes = categories.get(feature);
        boolean readable = false;
        String type = "nested";
        if (column.type() instanceof ColumnType.Scalar scalar) {
            type = scalar.type().wireName();
            readable =
                    switch (scalar.type()) {
                        case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE ->
                                codes == null || codes.texts().isEmpty();
                        case STRING -> codes != null && !codes.texts().isEmpty();
                        case BINARY, DATETIME -> false;
                    };
        }
        if (!readable) {
            throw new ModelLoadException(
                    "The %s model cannot read the column '%s' of type %s: it needs %s."
                            .formatted(
                                    library,
                                    shown(column),
                                    type,
                                    codes != null && !codes.texts().isEmpty()
                                            ? "texts of known categories"
                                            : "numbers"));
        }
    }

    private String shown(ColumnSpec column) {
        String name = column.name();
        return name == null ? "without a name" : Texts.excerpt(name);
    }

    private RowReader bindTensor(Schema.Tensors schema) throws ModelLoadException {
        TensorSpec tensor = schema.tensors().size() == 1 ? schema.tensors().get(0) : null;
        boolean fits =
                tensor != null
                        && tensor.shape().length == 2
                        && tensor.shape()[1] == count
                        && tensor.dtype().matches("u?int\\d+|float(32|64)|bool")
                        && categories.isEmpty();
        if (!fits) {
            throw new ModelLoadException(
                    "The %s model needs one tensor of numbers of shape [-1, %d]."
                            .formatted(library, count));
        }
        return unnamed();
    }
}

package org.tandemml.serving.engine.tribuo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.VariableIDInfo;
import org.tribuo.VariableInfo;
import org.tribuo.hash.HashedFeatureMap;

/** A model's features by their ids, which run from 0 without gaps. */
final class Features {
    private final ImmutableFeatureMap map;
    private final String[] names;
    private final boolean[] sparse;

    private Features(ImmutableFeatureMap map, String[] names, boolean[] sparse) {
        this.map = map;
        this.names = names;
        this.sparse = sparse;
    }

    /**
     * Reads Tribuo's feature map.
     *
     * @throws ModelLoadException if its ids are not 0 to its size
     */
    static Features of(ImmutableFeatureMap map) throws ModelLoadException {
        int size = map.size();
        String[] names = new String[size];
        int[] counts = new int[size];
        int seen = 0;
        int largest = 0;
        for (VariableInfo info : map) {
            int id = ((VariableIDInfo) info).getID();
            if (id < 0 || id >= size) {
                throw new ModelLoadException(
                        "The Tribuo model's feature ids are damaged: %d of %d features."
                                .formatted(id, size));
            }
            names[id] = info.getName();
            counts[id] = info.getCount();
            largest = Math.max(largest, info.getCount());
            seen++;
        }
        if (seen != size || size == 0) {
            throw new ModelLoadException(
                    "The Tribuo model's feature map is damaged: %d of %d features are there."
                            .formatted(seen, size));
        }
        boolean[] sparse = new boolean[size];
        for (int id = 0; id < size; id++) {
            sparse[id] = counts[id] < largest;
        }
        return new Features(map, names, sparse);
    }

    int size() {
        return names.length;
    }

    ImmutableFeatureMap map() {
        return map;
    }

    /**
     * The schema of a model that declares none. Tribuo knows only doubles. A feature that every
     * example of the training data had is required; one that some did not have, a word or a
     * category, is optional, because there absent means zero.
     */
    Schema.Columns schema() {
        List<ColumnSpec> columns = new ArrayList<>(names.length);
        for (int id = 0; id < names.length; id++) {
            columns.add(
                    new ColumnSpec(names[id], new ColumnType.Scalar(DataType.DOUBLE), !sparse[id]));
        }
        return new Schema.Columns(columns);
    }

    /**
     * Finds the model's features among the columns of a schema.
     *
     * @throws ModelLoadException if a feature's column holds no numbers, if no column is a feature,
     *     or if columns have no names and are not as many as the features
     */
    FeatureColumns bind(Schema schema) throws ModelLoadException {
        if (!(schema instanceof Schema.Columns columns)) {
            throw new ModelLoadException(
                    "A Tribuo model needs a signature of columns; this one has tensors.");
        }
        int[] columnOfFeature = new int[names.length];
        java.util.Arrays.fill(columnOfFeature, -1);
        Map<Integer, String> bound = new HashMap<>();
        List<ColumnSpec> specs = columns.columns();
        for (int column = 0; column < specs.size(); column++) {
            ColumnSpec spec = specs.get(column);
            int id = columns.named() ? map.getID(spec.name()) : byPosition(column, specs.size());
            if (id < 0) {
                requireKnown(spec);
                continue;
            }
            requireNumber(spec, id);
            if (columnOfFeature[id] >= 0) {
                throw new ModelLoadException(
                        "Two columns of the signature are the feature '%s' of the Tribuo model."
                                .formatted(names[id]));
            }
            columnOfFeature[id] = column;
            bound.put(id, names[id]);
        }
        if (bound.isEmpty()) {
            throw new ModelLoadException(
                    "No column of the signature is a feature of the Tribuo model, which has %s."
                            .formatted(sample()));
        }
        return new FeatureColumns(columnOfFeature, exampleNames(columns, columnOfFeature));
    }

    private int byPosition(int column, int columns) throws ModelLoadException {
        if (columns != names.length || map instanceof HashedFeatureMap) {
            throw new ModelLoadException(
                    ("The signature has %d columns without names, the Tribuo model %d features:"
                                    + " they cannot be matched.")
                            .formatted(columns, names.length));
        }
        return column;
    }

    /** Names as an example has to carry them: a hashed map wants the text before hashing. */
    private String[] exampleNames(Schema.Columns columns, int[] columnOfFeature) {
        String[] result = names.clone();
        for (int id = 0; id < result.length; id++) {
            if (columns.named() && columnOfFeature[id] >= 0) {
                result[id] = columns.columns().get(columnOfFeature[id]).name();
            }
        }
        return result;
    }

    private void requireKnown(ColumnSpec spec) throws ModelLoadException {
        if (spec.required()) {
            throw new ModelLoadException(
                    ("The signature requires the column '%s', which the Tribuo model does not know;"
                                    + " it has %s.")
                            .formatted(spec.name(), sample()));
        }
    }

    private void requireNumber(ColumnSpec spec, int id) throws ModelLoadException {
        boolean number =
                spec.type() instanceof ColumnType.Scalar scalar
                        && switch (scalar.type()) {
                            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> true;
                            case STRING, BINARY, DATETIME -> false;
                        };
        if (!number) {
            throw new ModelLoadException(
                    "The signature's column for the feature '%s' holds no numbers."
                            .formatted(names[id]));
        }
    }

    private String sample() {
        int shown = Math.min(5, names.length);
        String first = String.join("', '", List.of(names).subList(0, shown));
        return "'" + first + "'" + (shown < names.length ? ", ..." : "");
    }
}

package org.tandemml.serving.engine.tribuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealIDInfo;
import org.tribuo.VariableIDInfo;
import org.tribuo.VariableInfo;

/** A model's features by their ids, which run from 0 without gaps. */
final class Features {
    private static final int TRIALS = 24;

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

    /** The names by id. */
    String[] names() {
        return names.clone();
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
     * Rows to try a model on: what its training data looked like at most, at least and on average,
     * points between, zeros, and features left out.
     *
     * @return rows by feature id; NaN where a feature is left out
     */
    List<double[]> trials() {
        SplittableRandom random = new SplittableRandom(names.length);
        List<double[]> rows = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            rows.add(new double[names.length]);
        }
        for (VariableInfo info : map) {
            int id = ((VariableIDInfo) info).getID();
            double low = info instanceof RealIDInfo real ? real.getMin() : 0;
            double high = info instanceof RealIDInfo real ? real.getMax() : 1;
            double mean = info instanceof RealIDInfo real ? real.getMean() : 0.5;
            for (int trial = 0; trial < TRIALS; trial++) {
                rows.get(trial)[id] =
                        switch (trial) {
                            case 0 -> 0;
                            case 1 -> low;
                            case 2 -> high;
                            case 3 -> mean;
                            default -> low + (high - low) * random.nextDouble();
                        };
            }
        }
        for (int trial = TRIALS / 2; trial < TRIALS; trial++) {
            for (int id = 0; id < names.length; id++) {
                double[] row = rows.get(trial);
                // The first feature stays: a row without any is not scored.
                row[id] = id > 0 && random.nextInt(4) == 0 ? Double.NaN : finite(row[id]);
            }
        }
        return rows;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    /**
     * Finds the model's features among the columns of a schema; other columns are left aside.
     *
     * @throws ModelLoadException if a feature that every example of the training data had has no
     *     column, if a feature's column holds no numbers, if no column is a feature, or if columns
     *     have no names and are not as many as the features
     */
    FeatureColumns bind(Schema schema) throws ModelLoadException {
        if (!(schema instanceof Schema.Columns columns)) {
            throw new ModelLoadException(
                    "A Tribuo model needs a signature of columns; this one has tensors.");
        }
        int[] columnOfFeature = new int[names.length];
        Arrays.fill(columnOfFeature, -1);
        boolean any = false;
        List<ColumnSpec> specs = columns.columns();
        for (int column = 0; column < specs.size(); column++) {
            ColumnSpec spec = specs.get(column);
            int id = columns.named() ? map.getID(spec.name()) : byPosition(column, specs.size());
            if (id >= 0) {
                requireNumber(spec, id);
                if (columnOfFeature[id] >= 0) {
                    throw new ModelLoadException(
                            "Two columns of the signature are the Tribuo model's feature '%s'."
                                    .formatted(names[id]));
                }
                columnOfFeature[id] = column;
                any = true;
            }
        }
        for (int id = 0; id < names.length; id++) {
            if (columnOfFeature[id] < 0 && (!any || !sparse[id])) {
                throw new ModelLoadException(
                        "The signature has no column for the Tribuo model's feature '%s'."
                                .formatted(names[id]));
            }
        }
        return new FeatureColumns(columnOfFeature, names);
    }

    private int byPosition(int column, int columns) throws ModelLoadException {
        if (columns != names.length) {
            throw new ModelLoadException(
                    ("The signature has %d columns without names, the Tribuo model %d features:"
                                    + " they cannot be matched.")
                            .formatted(columns, names.length));
        }
        return column;
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
}

package org.tandemml.serving.engine.tribuo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.anomaly.AnomalyFactory;
import org.tribuo.anomaly.Event;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.clustering.ClusterID;
import org.tribuo.clustering.ClusteringFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Small data, models trained on it, and the rows to score them on. */
final class Trained {
    static final String[] FEATURES = {"age", "balance (€)", "c", "tenure"};
    static final MlModel MLMODEL =
            new MlModel(
                    Map.of("tribuo", Map.of("data", "model.tribuo", "tribuo_version", "4.3.2")),
                    null,
                    null,
                    null,
                    null,
                    Map.of());

    /** Kept, or the level would be forgotten. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    private Trained() {}

    static Schema.Columns schema() {
        List<ColumnSpec> columns = new ArrayList<>();
        for (String feature : FEATURES) {
            columns.add(ColumnSpec.of(feature, DataType.DOUBLE));
        }
        return new Schema.Columns(columns);
    }

    static List<@Nullable Object[]> rows() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (double[] values : values(20, 99)) {
            rows.add(new Object[] {values[0], values[1], values[2], values[3]});
        }
        rows.add(new Object[] {0.0, 0.0, 0.0, 0.0});
        rows.add(new Object[] {-0.0, 1e6, -1e6, 1e-300});
        rows.add(new @Nullable Object[] {null, 0.25, null, -0.5});
        return rows;
    }

    static MutableDataset<Label> labelled() {
        return dataset(
                new LabelFactory(),
                x -> new Label(x[0] + x[1] > 0.7 ? "good" : x[2] > 0.4 ? "bad" : "so so"));
    }

    static MutableDataset<Regressor> measured() {
        return dataset(
                new RegressionFactory(),
                x ->
                        new Regressor(
                                new String[] {"west", "north wind"},
                                new double[] {3 * x[0] - x[1], x[2] * x[3]}));
    }

    static MutableDataset<Regressor> measuredOnce() {
        return dataset(
                new RegressionFactory(), x -> new Regressor("price", 3 * x[0] - x[1] + x[3]));
    }

    static MutableDataset<MultiLabel> tagged() {
        return dataset(
                new MultiLabelFactory(),
                x -> {
                    Set<Label> tags = new HashSet<>();
                    if (x[0] > 0) {
                        tags.add(new Label("warm"));
                    }
                    if (x[2] > x[3]) {
                        tags.add(new Label("wet & windy"));
                    }
                    return new MultiLabel(tags);
                });
    }

    static MutableDataset<ClusterID> unassigned() {
        return dataset(new ClusteringFactory(), x -> new ClusterID(ClusterID.UNASSIGNED));
    }

    static MutableDataset<Event> expected() {
        return dataset(new AnomalyFactory(), x -> new Event(Event.EventType.EXPECTED));
    }

    /** Examples of features that are 0 to 3. */
    static MutableDataset<Label> counted() {
        MutableDataset<Label> dataset =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance("synthetic", new LabelFactory()),
                        new LabelFactory());
        for (double[] values : values(200, 7)) {
            double[] counts = Arrays.stream(values).map(x -> Math.floor(x + 2)).toArray();
            dataset.add(
                    new ArrayExample<>(
                            new Label(counts[0] > counts[2] ? "more" : "less"), FEATURES, counts));
        }
        return dataset;
    }

    /** What Tribuo itself answers for a row. */
    static <T extends Output<T>> Example<T> example(T unknown, @Nullable Object[] row) {
        ArrayExample<T> example = new ArrayExample<>(unknown);
        for (int i = 0; i < row.length; i++) {
            if (row[i] != null) {
                example.add(FEATURES[i], (double) row[i]);
            }
        }
        return example;
    }

    static Path save(Model<?> model, Path folder) {
        try {
            model.serializeToFile(folder.resolve("model.tribuo"));
            return folder;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static <T extends Output<T>> MutableDataset<T> dataset(
            OutputFactory<T> factory, Function<double[], T> target) {
        MutableDataset<T> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("synthetic", factory), factory);
        for (double[] values : values(200, 7)) {
            dataset.add(new ArrayExample<>(target.apply(values), FEATURES, values));
        }
        return dataset;
    }

    private static List<double[]> values(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double[] values = new double[FEATURES.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextDouble() * 4 - 2;
            }
            all.add(values);
        }
        return all;
    }
}

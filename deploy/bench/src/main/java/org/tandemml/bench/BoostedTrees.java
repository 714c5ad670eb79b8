package org.tandemml.bench;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.model.signature.Signature;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/** Boosted trees of 31 leaves on 25 numeric columns, trained by LightGBM itself. */
final class BoostedTrees {
    static final int COLUMNS = 25;
    private static final int TRAINING_ROWS = 20_000;
    private static final int LEAVES = 31;

    private BoostedTrees() {}

    /** A model in LightGBM's text form. */
    static String train(int trees) {
        try {
            float[] cells = cells(TRAINING_ROWS, 1);
            float[] labels = new float[TRAINING_ROWS];
            for (int row = 0; row < TRAINING_ROWS; row++) {
                double margin = 0;
                for (int i = 0; i < COLUMNS; i++) {
                    margin += Math.sin(cells[row * COLUMNS + i] * (i + 1)) / (i + 1);
                }
                labels[row] = margin > 0.2 ? 1 : 0;
            }
            LGBMDataset data =
                    LGBMDataset.createFromMat(cells, TRAINING_ROWS, COLUMNS, true, "", null);
            data.setField("label", labels);
            data.setFeatureNames(names().toArray(new String[0]));
            String parameters =
                    "objective=binary num_leaves=%d learning_rate=0.05 verbosity=-1 num_threads=1"
                            .formatted(LEAVES);
            try (LGBMBooster booster = LGBMBooster.create(data, parameters)) {
                for (int i = 0; i < trees; i++) {
                    booster.updateOneIter();
                }
                return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT);
            } finally {
                data.close();
            }
        } catch (LGBMException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static List<String> names() {
        return IntStream.range(0, COLUMNS).mapToObj(i -> "feature_" + i).toList();
    }

    static Schema.Columns schema() {
        return new Schema.Columns(
                names().stream().map(name -> ColumnSpec.of(name, DataType.DOUBLE)).toList());
    }

    /** Rows that the model has not seen, row-major. */
    static double[] rows(int count) {
        float[] cells = cells(count, 2);
        double[] rows = new double[cells.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = cells[i];
        }
        return rows;
    }

    /** The same as a table. */
    static Table table(double[] rows) {
        List<Column> columns = new ArrayList<>();
        int count = rows.length / COLUMNS;
        for (int i = 0; i < COLUMNS; i++) {
            double[] column = new double[count];
            for (int row = 0; row < count; row++) {
                column[row] = rows[row * COLUMNS + i];
            }
            columns.add(new Column.Doubles(column, new Missing()));
        }
        return new Table(schema(), count, columns);
    }

    private static float[] cells(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] cells = new float[rows * COLUMNS];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) (random.nextDouble() * 6 - 3);
        }
        return cells;
    }

    /** Writes a model folder. */
    static MlModel write(Path folder, String flavor, String file, String text) throws IOException {
        return write(folder, flavor, file, text, schema());
    }

    /** Writes a model folder whose signature has a schema. */
    static MlModel write(
            Path folder, String flavor, String file, String text, Schema.Columns schema)
            throws IOException {
        Files.writeString(folder.resolve(file), text);
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("flavors", Map.of(flavor, Map.of("data", file)));
        String mlmodel = MlModelFile.write(entries, new Signature(schema, null, List.of()));
        Files.writeString(folder.resolve(MlModelFile.NAME), mlmodel);
        return MlModelFile.parse(mlmodel.getBytes(StandardCharsets.UTF_8));
    }

    /** How LightGBM is asked: for the sum of the leaves. */
    static PredictionType rawScore() {
        return PredictionType.C_API_PREDICT_RAW_SCORE;
    }
}

package org.tandemml.bench;

import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.GenericSeries;
import org.pmml4s.data.Series;
import org.pmml4s.model.Model;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.lightgbm.LightgbmRuntime;
import org.tandemml.serving.engine.pmml.PmmlRuntime;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;

/**
 * 100 trees of 31 leaves on 25 columns, one row and 1,000 of them, beside LightGBM's own native
 * code and PMML4S on the same trees; and the load of 500 trees, checks included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TreesBenchmark {
    private static final int BATCH = 1000;
    private static final int TREES = 100;
    private static final int MANY_TREES = 500;

    private final double[] rows = BoostedTrees.rows(BATCH);
    private final Table batch = BoostedTrees.table(rows);
    private final RowByRow rowByRow = new RowByRow(batch);

    /** The rows one by one: a processor that meets the same one again knows its branches. */
    private final double[][] singleRows = new double[BATCH][];

    private final Table[] singles = new Table[BATCH];
    private int next;
    private Predictor kernel = table -> new Predictions.Records(table);
    private Predictor pmml = kernel;
    private Model pmml4s = Model.fromString(TreesAsPmml.of(BoostedTrees.train(1)));
    private LGBMBooster lightgbm = booster(BoostedTrees.train(1));
    private LightgbmFast lightgbmFast =
            new LightgbmFast(BoostedTrees.train(1), BoostedTrees.COLUMNS);
    private Path large = Path.of("");
    private MlModel largeMlmodel =
            new MlModel(java.util.Map.of(), null, null, null, null, java.util.Map.of());
    private Path largePmml = large;
    private MlModel largePmmlMlmodel = largeMlmodel;

    /** Trains, and holds the answers of all against LightGBM's before anything is measured. */
    @Setup
    public void load() throws IOException, ModelLoadException, LGBMException {
        for (int i = 0; i < BATCH; i++) {
            int from = i * BoostedTrees.COLUMNS;
            singleRows[i] = Arrays.copyOfRange(rows, from, from + BoostedTrees.COLUMNS);
            singles[i] = BoostedTrees.table(singleRows[i]);
        }
        String model = BoostedTrees.train(TREES);
        lightgbm = booster(model);
        lightgbmFast = new LightgbmFast(model, BoostedTrees.COLUMNS);
        Path folder = Files.createTempDirectory("bench");
        MlModel mlmodel = BoostedTrees.write(folder, "lightgbm", "model.txt", model);
        kernel = new LightgbmRuntime().open(folder, mlmodel).bind(BoostedTrees.schema());
        System.out.println("# " + kernel.check());
        MlModel asPmml = BoostedTrees.write(folder, "pmml", "model.pmml", TreesAsPmml.of(model));
        pmml = new PmmlRuntime().open(folder, asPmml).bind(BoostedTrees.schema());
        System.out.println("# " + pmml.check());
        pmml4s = Model.fromString(TreesAsPmml.of(model));
        large = Files.createTempDirectory("bench");
        String manyTrees = BoostedTrees.train(MANY_TREES);
        largeMlmodel = BoostedTrees.write(large, "lightgbm", "model.txt", manyTrees);
        largePmml = Files.createTempDirectory("bench");
        largePmmlMlmodel =
                BoostedTrees.write(largePmml, "pmml", "model.pmml", TreesAsPmml.of(manyTrees));
        requireTheSame();
    }

    private static LGBMBooster booster(String model) {
        try {
            return LGBMBooster.loadModelFromString(model);
        } catch (LGBMException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void requireTheSame() throws LGBMException {
        double[] ours = ((Predictions.Numbers) kernel.predict(batch)).values();
        double[] theirs = lightgbmBatch();
        for (int i = 0; i < BATCH; i++) {
            double probability = 1 / (1 + Math.exp(-theirs[i]));
            if (Math.abs(ours[i] - probability) > 1e-12) {
                throw new IllegalStateException("Row " + i + ": " + ours[i] + ", " + probability);
            }
        }
        for (int i = 0; i < BATCH; i++) {
            if (lightgbmFast.rawScore(singleRows[i]) != theirs[i]) {
                throw new IllegalStateException("Row " + i + ": LightGBM's calls differ");
            }
        }
        double[] fromPmml = ((Predictions.Regression) pmml.predict(batch)).values();
        for (int i = 0; i < BATCH; i++) {
            double byPmml4s = byPmml4s(i).get(0).toDouble();
            if (Math.abs(fromPmml[i] - theirs[i]) > 1e-9 || Math.abs(byPmml4s - theirs[i]) > 1e-9) {
                throw new IllegalStateException(
                        "Row %d: %s, %s, %s".formatted(i, fromPmml[i], byPmml4s, theirs[i]));
            }
        }
    }

    private int nextRow() {
        next = next + 1 == BATCH ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public Predictions kernelRow() {
        return kernel.predict(rowByRow.next());
    }

    /** The same with a table for each row, most of which have left the cache meanwhile. */
    @Benchmark
    public Predictions kernelRowAway() {
        return kernel.predict(singles[nextRow()]);
    }

    @Benchmark
    public Predictions kernelBatch() {
        return kernel.predict(batch);
    }

    @Benchmark
    public double lightgbmRow() throws LGBMException {
        return lightgbm.predictForMatSingleRow(singleRows[nextRow()], BoostedTrees.rawScore());
    }

    /** The call for single rows that reads its settings once. */
    @Benchmark
    public double lightgbmRowFast() {
        return lightgbmFast.rawScore(singleRows[nextRow()]);
    }

    @Benchmark
    public double[] lightgbmBatch() throws LGBMException {
        return lightgbm.predictForMat(
                rows, BATCH, BoostedTrees.COLUMNS, true, BoostedTrees.rawScore(), "num_threads=1");
    }

    @Benchmark
    public Predictions pmmlRow() {
        return pmml.predict(rowByRow.next());
    }

    @Benchmark
    public Predictions pmmlBatch() {
        return pmml.predict(batch);
    }

    @Benchmark
    public Series pmml4sRow() {
        return byPmml4s(nextRow());
    }

    @Benchmark
    public double pmml4sBatch() {
        double sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += byPmml4s(i).get(0).toDouble();
        }
        return sum;
    }

    private Series byPmml4s(int index) {
        DataVal[] values = new DataVal[BoostedTrees.COLUMNS];
        for (int column = 0; column < values.length; column++) {
            values[column] = DataVal.from(rows[index * values.length + column]);
        }
        return pmml4s.predict(new GenericSeries(values));
    }

    /** Read, compiled, measured and checked. */
    @Benchmark
    public Predictor loadOf500Trees() throws ModelLoadException {
        return new LightgbmRuntime().open(large, largeMlmodel).bind(BoostedTrees.schema());
    }

    /** The same from PMML, held against PMML4S too. */
    @Benchmark
    public Predictor loadOf500TreesAsPmml() throws ModelLoadException {
        return new PmmlRuntime().open(largePmml, largePmmlMlmodel).bind(BoostedTrees.schema());
    }
}

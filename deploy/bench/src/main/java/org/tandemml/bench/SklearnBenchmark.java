package org.tandemml.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.engine.enforce.EnforcementSettings;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.sklearn.SklearnRuntime;
import org.tandemml.serving.engine.table.Table;

/**
 * The pipelines that {@code churn.py} trained (impute, scale, one-hot; then a forest of 100 trees
 * of any depth, or a logistic regression), and a logistic regression of 20 numbers alone, one row
 * (another one each time) and 1,000 of them. Their folder is in {@code BENCH_CHURN}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SklearnBenchmark {
    @Param({"forest", "logistic", "linear"})
    public String model = "";

    private Predictor predictor = table -> new Predictions.Records(table);
    private Table rows = BoostedTrees.table(BoostedTrees.rows(1));
    private RowByRow rowByRow = new RowByRow(rows);

    /** Loads the model, and holds its answers against scikit-learn's. */
    @Setup
    public void load() throws IOException, ModelLoadException {
        Path folder =
                Path.of(Objects.requireNonNull(System.getenv("BENCH_CHURN"), "BENCH_CHURN"))
                        .resolve(model);
        MlModel mlmodel = MlModelFile.parse(Files.readAllBytes(folder.resolve(MlModelFile.NAME)));
        Schema schema = Objects.requireNonNull(mlmodel.signature()).inputs();
        predictor = new SklearnRuntime().open(folder, mlmodel).bind(schema);
        SignatureEnforcer enforcer =
                SignatureEnforcer.of(
                        schema,
                        List.of(),
                        new EnforcementSettings("bench/1", EnforcementMode.STRICT, 10_000, true));
        rows = enforcer.parseJson(Files.readAllBytes(folder.resolve("rows.json"))).table();
        rowByRow = new RowByRow(rows);
        Predictions.BareLabels answers = (Predictions.BareLabels) predictor.predict(rows);
        String ours =
                java.util.Arrays.stream(answers.predicted())
                        .mapToObj(label -> answers.labels().names().get(label))
                        .collect(Collectors.joining(" "));
        if (!ours.equals(Files.readString(folder.resolve("expected.txt")))) {
            throw new IllegalStateException("The answers are not those of scikit-learn");
        }
    }

    @Benchmark
    public Predictions row() {
        return predictor.predict(rowByRow.next());
    }

    @Benchmark
    public Predictions batch() {
        return predictor.predict(rows);
    }
}

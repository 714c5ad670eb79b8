package org.tandemml.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.mlmodel.MlModelFile;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.Predictor;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.engine.enforce.EnforcementSettings;
import org.tandemml.serving.engine.enforce.SignatureEnforcer;
import org.tandemml.serving.engine.pmml.PmmlRuntime;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.tribuo.TribuoRuntime;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * One row of 20 columns: read and enforced, and scored; beside Jackson's bare token scan, the same
 * table filled without any check, and Tribuo itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PredictionBenchmark {
    private final byte[] body = BenchModels.row().getBytes(StandardCharsets.UTF_8);
    private final JsonFactory json =
            new JsonFactoryBuilder()
                    .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .build();
    private final Schema.Columns schema = BenchModels.schema();
    private final UncheckedReader unchecked = new UncheckedReader(schema);
    private final SignatureEnforcer enforcer =
            SignatureEnforcer.of(
                    schema,
                    List.of(),
                    new EnforcementSettings("bench/1", EnforcementMode.STRICT, 100_000, true));
    private final Model<Label> tribuoLogistic = BenchModels.logistic();
    private final Model<Label> tribuoForest = BenchModels.forest();
    private ArrayExample<Label> example = new ArrayExample<>(new Label("?"));
    private Predictor logistic = table -> new Predictions.Records(table);
    private Predictor forest = logistic;
    private Predictor pmmlRegression = logistic;
    private Table table = enforcer.parseJson(body).table();

    /** Loads both models as the service does. */
    @Setup
    public void load() throws IOException, ModelLoadException {
        logistic = predictor(tribuoLogistic);
        forest = predictor(tribuoForest);
        Path folder = Files.createTempDirectory("bench");
        MlModel asPmml =
                BoostedTrees.write(
                        folder,
                        "pmml",
                        "model.pmml",
                        BenchModels.regressionAsPmml(),
                        BenchModels.schema());
        pmmlRegression = new PmmlRuntime().open(folder, asPmml).bind(BenchModels.schema());
        System.out.println("# " + pmmlRegression.check());
        for (int i = 0; i < BenchModels.COLUMNS; i++) {
            example.add("feature_" + i, table.column(i).asDouble(0));
        }
    }

    private static Predictor predictor(Model<Label> model) throws IOException, ModelLoadException {
        Path folder = BenchModels.write(Files.createTempDirectory("bench"), model);
        byte[] mlmodel = Files.readAllBytes(folder.resolve(MlModelFile.NAME));
        return new TribuoRuntime()
                .open(folder, MlModelFile.parse(mlmodel))
                .bind(BenchModels.schema());
    }

    /** The floor of parsing: every token, no meaning. */
    @Benchmark
    public int scanTokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = json.createParser(body)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /** From bytes to a checked table. */
    @Benchmark
    public Table parseAndEnforce() {
        return enforcer.parseJson(body).table();
    }

    /**
     * The same parser filling the same table, with nothing checked: what checking is held against.
     */
    @Benchmark
    public Table parseUnchecked() throws IOException {
        return unchecked.read(json, body);
    }

    @Benchmark
    public Predictions scoreLogistic() {
        return logistic.predict(table);
    }

    @Benchmark
    public Predictions scoreForest() {
        return forest.predict(table);
    }

    /** A logistic regression as PMML. */
    @Benchmark
    public Predictions scorePmmlRegression() {
        return pmmlRegression.predict(table);
    }

    @Benchmark
    public Prediction<Label> tribuoLogistic() {
        return tribuoLogistic.predict(example);
    }

    @Benchmark
    public Prediction<Label> tribuoForest() {
        return tribuoForest.predict(example);
    }
}

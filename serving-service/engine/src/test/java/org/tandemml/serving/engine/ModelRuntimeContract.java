package org.tandemml.serving.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.mlmodel.MlModel;
import org.tandemml.model.signature.ColumnSpec;
import org.tandemml.model.signature.ColumnType;
import org.tandemml.model.signature.DataType;
import org.tandemml.model.signature.Schema;
import org.tandemml.serving.engine.predict.PredictionJson;
import org.tandemml.serving.engine.predict.Predictions;
import org.tandemml.serving.engine.table.Table;
import org.tandemml.serving.engine.table.Tables;

/**
 * What every {@link ModelRuntime} keeps. The test of a runtime extends this class, names the
 * runtime, and gives a {@link Sample}: a model folder, rows, and the trainer's answers.
 */
public abstract class ModelRuntimeContract {
    private static final int THREADS = 8;
    private static final int ROUNDS = 50;
    private static final int BIT_FLIPS = 200;

    @TempDir Path temporary;

    /** The runtime under test. */
    protected abstract ModelRuntime runtime();

    /** A model that the runtime reads, with rows and answers. */
    protected abstract Sample sample() throws Exception;

    /** The key of the flavor's settings that names the model file. */
    protected String dataKey() {
        return "data";
    }

    /**
     * A model with known answers.
     *
     * @param folder a model folder; it is copied before anything is done to it
     * @param mlmodel what its MLmodel file says
     * @param schema columns that feed the model; at least two
     * @param rows at least two rows of cells in the order of the schema, null for missing; see
     *     {@link Tables}
     * @param expected the answers as a JSON array, as {@link PredictionJson#array} writes it
     * @param tolerance how far a number may be off: absolute, and relative to the larger number
     */
    public record Sample(
            Path folder,
            MlModel mlmodel,
            Schema.Columns schema,
            List<@Nullable Object[]> rows,
            String expected,
            double tolerance) {}

    @Test
    public void answersWhatTheTrainerAnswers() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            String answers = answers(model.bind(sample.schema()), table(sample));
            JsonNumbers.assertClose(answers, sample.expected(), sample.tolerance());
        }
    }

    @Test
    public void describesInputsThatItsOwnPredictorTakes() throws Exception {
        try (OpenModel model = open(sample())) {
            assertThatCode(() -> model.bind(model.inputs())).doesNotThrowAnyException();
        }
    }

    /** Rows of the model's own example change what is known of the answers, not the answers. */
    @Test
    public void answersTheSameAfterAnotherCheck() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            Predictor predictor = model.bind(sample.schema());
            Predictor checked = predictor.checkedOn(table(sample));
            assertThat(answers(checked, table(sample)))
                    .isEqualTo(answers(predictor, table(sample)));
            checked.check()
                    .filter(check -> check.reference() != null)
                    .ifPresent(
                            check -> {
                                assertThat(check.generatedRows()).isPositive();
                                assertThat(check.exampleRows()).isEqualTo(sample.rows().size());
                                assertThat(check.fallback()).isNull();
                            });
        }
    }

    @Test
    public void answersARowAloneAsInABatch() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            Predictor predictor = model.bind(sample.schema());
            List<String> alone = new ArrayList<>();
            for (Object[] row : sample.rows()) {
                String one =
                        answers(
                                predictor,
                                Tables.of(sample.schema(), Collections.singletonList(row)));
                alone.add(one.substring(1, one.length() - 1));
            }
            assertThat(answers(predictor, table(sample)))
                    .isEqualTo("[" + String.join(",", alone) + "]");
        }
    }

    @Test
    public void answersNoRowsWithNoAnswers() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            Predictor predictor = model.bind(sample.schema());
            assertThat(answers(predictor, Tables.of(sample.schema(), List.of()))).isEqualTo("[]");
        }
    }

    @Test
    public void answersTheSameOnEveryThread() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            Predictor predictor = model.bind(sample.schema());
            String expected = answers(predictor, table(sample));
            CyclicBarrier start = new CyclicBarrier(THREADS);
            Callable<List<String>> work =
                    () -> {
                        start.await();
                        List<String> seen = new ArrayList<>();
                        for (int round = 0; round < ROUNDS; round++) {
                            seen.add(answers(predictor, table(sample)));
                        }
                        return seen;
                    };
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<List<String>> future :
                        threads.invokeAll(Collections.nCopies(THREADS, work))) {
                    assertThat(future.get()).containsOnly(expected);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** A missing value gets an answer or a {@link PredictionException}, the same in a batch. */
    @Test
    public void takesMissingValues() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            Predictor predictor = model.bind(sample.schema());
            int columns = sample.schema().columns().size();
            for (int column = 0; column <= columns; column++) {
                @Nullable Object[] row = sample.rows().get(0).clone();
                Arrays.fill(
                        row, column == columns ? 0 : column, Math.min(column + 1, columns), null);
                String alone =
                        answersOrRefusal(
                                predictor, sample.schema(), List.<@Nullable Object[]>of(row));
                String twice =
                        answersOrRefusal(predictor, sample.schema(), List.of(row, row.clone()));
                if (alone.startsWith("[")) {
                    String one = alone.substring(1, alone.length() - 1);
                    assertThat(twice).isEqualTo("[" + one + "," + one + "]");
                } else {
                    assertThat(twice).isEqualTo(alone);
                }
            }
        }
    }

    @Test
    public void bindsColumnsInAnyOrder() throws Exception {
        Sample sample = sample();
        int columns = sample.schema().columns().size();
        int[] reversed = IntStream.range(0, columns).map(i -> columns - 1 - i).toArray();
        assertSameAnswers(sample, reversed);
    }

    @Test
    public void ignoresColumnsThatTheModelDoesNotHave() throws Exception {
        Sample sample = sample();
        List<ColumnSpec> wider = new ArrayList<>();
        wider.add(ColumnSpec.of("no input of this model", DataType.DOUBLE));
        wider.addAll(sample.schema().columns());
        Schema.Columns schema = new Schema.Columns(wider);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object[] row : sample.rows()) {
            @Nullable Object[] widened = new @Nullable Object[row.length + 1];
            widened[0] = 0.5;
            System.arraycopy(row, 0, widened, 1, row.length);
            rows.add(widened);
        }
        try (OpenModel model = open(sample)) {
            String expected = answers(model.bind(sample.schema()), table(sample));
            assertThat(answers(model.bind(schema), Tables.of(schema, rows))).isEqualTo(expected);
        }
    }

    @Test
    public void refusesASchemaWithoutAnInputThatItNeeds() throws Exception {
        Sample sample = sample();
        try (OpenModel model = open(sample)) {
            if (model.inputs() instanceof Schema.Columns inputs) {
                for (ColumnSpec input : inputs.columns()) {
                    List<ColumnSpec> others = new ArrayList<>(inputs.columns());
                    others.remove(input);
                    if (input.required()) {
                        assertThatThrownBy(() -> model.bind(new Schema.Columns(others)))
                                .as("bound without %s", input)
                                .isInstanceOf(ModelLoadException.class)
                                .hasMessageContaining(String.valueOf(input.name()));
                    } else if (!others.isEmpty()) {
                        bindOrRefuse(model, new Schema.Columns(others));
                    }
                }
            }
        }
    }

    @Test
    public void refusesASchemaThatHasNothingForIt() throws Exception {
        try (OpenModel model = open(sample())) {
            Schema.Columns other =
                    new Schema.Columns(
                            List.of(ColumnSpec.of("no input of this model", DataType.DOUBLE)));
            assertThatThrownBy(() -> model.bind(other)).isInstanceOf(ModelLoadException.class);
        }
    }

    @Test
    public void refusesInputsOfATypeThatItCannotRead() throws Exception {
        Sample sample = sample();
        List<ColumnSpec> binary =
                sample.schema().columns().stream()
                        .map(
                                c ->
                                        new ColumnSpec(
                                                c.name(),
                                                new ColumnType.Scalar(DataType.BINARY),
                                                true))
                        .toList();
        try (OpenModel model = open(sample)) {
            assertThatThrownBy(() -> model.bind(new Schema.Columns(binary)))
                    .isInstanceOf(ModelLoadException.class);
        }
    }

    @Test
    public void closesTwice() throws Exception {
        OpenModel model = open(sample());
        model.close();
        assertThatCode(model::close).doesNotThrowAnyException();
    }

    @Test
    public void opensTheSameFolderTwice() throws Exception {
        Sample sample = sample();
        OpenModel first = open(sample);
        try (OpenModel second = open(sample)) {
            String expected = answers(first.bind(sample.schema()), table(sample));
            first.close();
            assertThat(answers(second.bind(sample.schema()), table(sample))).isEqualTo(expected);
        }
    }

    @Test
    public void isFoundByTheServiceLoader() {
        assertThat(java.util.ServiceLoader.load(ModelRuntime.class))
                .extracting(ModelRuntime::flavor)
                .contains(runtime().flavor());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.75})
    public void refusesATruncatedFile(double part) throws Exception {
        Sample sample = copy(sample());
        byte[] whole = Files.readAllBytes(data(sample));
        Files.write(data(sample), Arrays.copyOf(whole, (int) (whole.length * part)));
        assertRefused(sample.folder(), sample.mlmodel());
    }

    @Test
    public void refusesAFileOfNoise() throws Exception {
        Sample sample = copy(sample());
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        Files.write(data(sample), noise);
        assertRefused(sample.folder(), sample.mlmodel());
    }

    /** A flipped bit may leave a readable model, which then answers or refuses like any other. */
    @Test
    public void survivesFlippedBits() throws Exception {
        Sample sample = copy(sample());
        byte[] whole = Files.readAllBytes(data(sample));
        Random random = new Random(11);
        for (int i = 0; i < BIT_FLIPS; i++) {
            byte[] flipped = whole.clone();
            int at = random.nextInt(flipped.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(data(sample), flipped);
            openOrRefuse(sample, at);
        }
    }

    @Test
    public void refusesAFolderWithoutTheFile() throws Exception {
        Sample sample = copy(sample());
        Files.delete(data(sample));
        assertRefused(sample.folder(), sample.mlmodel());
        Files.createDirectory(data(sample));
        assertRefused(sample.folder(), sample.mlmodel());
    }

    @ParameterizedTest
    @MethodSource("namesThatAreNotPlainFiles")
    public void refusesFileNamesThatLeaveTheFolder(@Nullable Object name) throws Exception {
        Sample sample = copy(sample());
        Path outside = Files.createDirectories(temporary.resolve("outside")).resolve("model");
        Files.copy(data(sample), outside);
        Object resolved =
                name instanceof String text ? text.replace("OUTSIDE", outside.toString()) : name;
        assertRefused(sample.folder(), withData(sample.mlmodel(), resolved));
    }

    static Stream<@Nullable Object> namesThatAreNotPlainFiles() {
        return Stream.of(
                "../outside/model",
                "x/../../outside/model",
                "OUTSIDE",
                "file:OUTSIDE",
                "file://OUTSIDE",
                "..\\outside\\model",
                "%2e%2e/outside/model",
                "model\u0000",
                "",
                ".",
                "..",
                "/",
                "no such file",
                "x".repeat(5000),
                17,
                true,
                List.of("model"),
                Map.of("a", "b"),
                null);
    }

    @Test
    public void refusesALinkThatLeavesTheFolder() throws Exception {
        Sample sample = copy(sample());
        Path outside = Files.createDirectories(temporary.resolve("outside")).resolve("model");
        Files.move(data(sample), outside);
        Files.createSymbolicLink(data(sample), outside);
        assertRefused(sample.folder(), sample.mlmodel());
    }

    @Test
    public void refusesAnMlmodelWithoutItsFlavor() throws Exception {
        Sample sample = sample();
        MlModel model = sample.mlmodel();
        MlModel other =
                new MlModel(
                        Map.of("another", Map.of()),
                        model.signature(),
                        model.runId(),
                        model.modelId(),
                        model.inputExample(),
                        model.params());
        assertRefused(sample.folder(), other);
    }

    private void assertSameAnswers(Sample sample, int[] order) throws Exception {
        Schema.Columns schema =
                new Schema.Columns(
                        Arrays.stream(order).mapToObj(sample.schema().columns()::get).toList());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object[] row : sample.rows()) {
            @Nullable Object[] moved = new @Nullable Object[order.length];
            for (int i = 0; i < order.length; i++) {
                moved[i] = row[order[i]];
            }
            rows.add(moved);
        }
        try (OpenModel model = open(sample)) {
            String expected = answers(model.bind(sample.schema()), table(sample));
            assertThat(answers(model.bind(schema), Tables.of(schema, rows))).isEqualTo(expected);
        }
    }

    private OpenModel open(Sample sample) throws ModelLoadException {
        return runtime().open(sample.folder(), sample.mlmodel());
    }

    private static Table table(Sample sample) {
        return Tables.of(sample.schema(), sample.rows());
    }

    private static String answers(Predictor predictor, Table table) {
        Predictions predictions = predictor.predict(table);
        assertThat(predictions.rows()).isEqualTo(table.rows());
        return new String(
                PredictionJson.array(predictions, PredictionJson.Detail.FULL),
                StandardCharsets.UTF_8);
    }

    private static String answersOrRefusal(
            Predictor predictor, Schema.Columns schema, List<@Nullable Object[]> rows) {
        try {
            return answers(predictor, Tables.of(schema, rows));
        } catch (PredictionException refusal) {
            assertThat(refusal.row()).isZero();
            return "refused: " + refusal.getMessage();
        }
    }

    private static void bindOrRefuse(OpenModel model, Schema schema) {
        try {
            model.bind(schema);
        } catch (ModelLoadException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).+");
        }
    }

    private void assertRefused(Path folder, MlModel mlmodel) {
        assertThatThrownBy(() -> runtime().open(folder, mlmodel))
                .isInstanceOf(ModelLoadException.class)
                .message()
                .isNotBlank()
                .doesNotContain(temporary.toString());
    }

    private void openOrRefuse(Sample sample, int flippedAt) {
        try (OpenModel model = open(sample)) {
            answers(model.bind(sample.schema()), table(sample));
        } catch (ModelLoadException | PredictionException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).+");
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            assertThat(exhausted).as("the caller takes this for a refusal").isNotNull();
        } catch (Throwable other) {
            fail("a bit flipped in byte " + flippedAt + " of the model file", other);
        }
    }

    private Path data(Sample sample) {
        Object name = sample.mlmodel().flavor(runtime().flavor()).orElseThrow().get(dataKey());
        return sample.folder().resolve(String.valueOf(name));
    }

    private MlModel withData(MlModel mlmodel, @Nullable Object name) {
        Map<String, @Nullable Object> settings =
                new LinkedHashMap<>(mlmodel.flavor(runtime().flavor()).orElseThrow());
        settings.put(dataKey(), name);
        Map<String, Map<String, @Nullable Object>> flavors = new LinkedHashMap<>(mlmodel.flavors());
        flavors.put(runtime().flavor(), settings);
        return new MlModel(
                flavors,
                mlmodel.signature(),
                mlmodel.runId(),
                mlmodel.modelId(),
                mlmodel.inputExample(),
                mlmodel.params());
    }

    private Sample copy(Sample sample) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("copy"));
        try (Stream<Path> files = Files.walk(sample.folder())) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(sample.folder().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
        return new Sample(
                folder,
                sample.mlmodel(),
                sample.schema(),
                sample.rows(),
                sample.expected(),
                sample.tolerance());
    }
}

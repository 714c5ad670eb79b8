package org.tandemml.serving.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ModelName;
import org.tandemml.model.Stage;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.engine.KernelCheck;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.testing.Await;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.FakeRuntime;

class ModelLoaderTest {
    private static final Release RELEASE =
            new Release(new ModelName("churn"), new VersionNumber(2), Stage.PRODUCTION, "x", 1);

    private final FakeRuntime runtime = new FakeRuntime();

    @TempDir Path folder;

    @AfterEach
    void letHangingThreadsGo() {
        runtime.gate.countDown();
    }

    private ModelLoader loader(EnforcementMode mode, Duration deadline) {
        return new ModelLoader(
                List.of(runtime),
                new ModelLoader.LoadSettings(
                        mode, 1000, true, deadline, 1 << 20, Duration.ofMillis(20), 500),
                Clock.systemUTC());
    }

    private LoadedModel load(Map<String, byte[]> files) throws ModelLoadException, IOException {
        return load(files, EnforcementMode.STRICT);
    }

    private LoadedModel load(Map<String, byte[]> files, EnforcementMode mode)
            throws ModelLoadException, IOException {
        return loader(mode, Duration.ofSeconds(30))
                .load(RELEASE, FakeModels.write(folder, files), "sha256:0", null);
    }

    private static String answer(LoadedModel model, String body, boolean strict) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new String(
                model.score(model.read(bytes, BodyFormat.JSON, strict)), StandardCharsets.UTF_8);
    }

    @Test
    void loadsWarmsUpAndAnswers() throws Exception {
        LoadedModel model = load(FakeModels.adding(40));

        assertThat(answer(model, "{\"inputs\": {\"x\": [2]}}", false))
                .isEqualTo("{\"predictions\":[42.0]}");
        assertThat(model.flavor()).isEqualTo("fake");
        assertThat(model.release()).isEqualTo(RELEASE);
        assertThat(model.cost().nanosPerByte()).isPositive().isLessThan(1e6);
        assertThat(model.cost().nanosPerRow()).isPositive().isLessThan(1e9);
        model.close();
        assertThat(runtime.closed).hasValue(1);
    }

    @Test
    void readsCsv() throws Exception {
        LoadedModel model = load(FakeModels.adding(1));

        byte[] body = "x\n1\n2\n".getBytes(StandardCharsets.UTF_8);
        assertThat(model.score(model.read(body, BodyFormat.CSV, false)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"predictions\":[2.0,3.0]}");
    }

    @ParameterizedTest
    @CsvSource({
        "refuse, the file says refuse",
        "overflow, nested too deeply",
        "exhaust, memory",
        "broken, unexpectedly",
        "unable, cannot score"
    })
    void aBadModelIsARefusedLoadAndNothingElse(String content, String reason) {
        assertThatThrownBy(() -> load(FakeModels.folder(content)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(reason);
        assertThat(runtime.closed).hasValue(runtime.opened.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake", "python_function"})
    void pythonCodeBesideAModelIsRefused(String flavor) {
        Map<String, byte[]> files = FakeModels.adding(1);
        String mlmodel =
                "flavors:\n  %s: {code: [my_code, x]}\n  other: {data: data/model.txt}\n"
                        .formatted(flavor);
        files.put("MLmodel", mlmodel.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> load(files))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("flavors." + flavor + ".code is '[my_code, x]'");
        assertThat(runtime.opened).hasValue(0);
    }

    @Test
    void aLoadThatHangsIsGivenUpAndWhatComesLaterIsClosed() throws Exception {
        Path written = FakeModels.write(folder, FakeModels.folder("hang"));
        ModelLoader loader = loader(EnforcementMode.STRICT, Duration.ofMillis(200));

        assertThatThrownBy(() -> loader.load(RELEASE, written, "sha256:0", null))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("not loaded within");

        runtime.gate.countDown();
        Await.until("the late model is closed", () -> runtime.closed.get() == 1);
        assertThat(runtime.misused).hasValue(0);
    }

    @Test
    void aModelThatCannotScoreItsExampleTakesNoTraffic() {
        Map<String, byte[]> files =
                FakeModels.withExample(
                        FakeModels.folder("picky"), "{\"inputs\": {\"x\": [1, 101]}}");

        assertThatThrownBy(() -> load(files))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("its own input example")
                .hasMessageContaining("larger than 100");
        assertThat(runtime.closed).hasValue(1);
    }

    @Test
    void theKernelIsHeldAgainstItsReferenceOnTheExample() throws Exception {
        String example = "{\"inputs\": {\"x\": [1, 2]}}";
        LoadedModel model = load(FakeModels.withExample(FakeModels.adding(1), example));

        assertThat(model.kernel()).contains(new KernelCheck("addition", "arithmetic", 3, 2, null));
        assertThatThrownBy(
                        () -> load(FakeModels.withExample(FakeModels.folder("disagree"), example)))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("the kernel and its reference disagree");
        assertThat(runtime.closed).hasValue(1);
    }

    @Test
    void anExampleThatContradictsTheSignatureIsARefusal() {
        Map<String, byte[]> files =
                FakeModels.withExample(FakeModels.adding(1), "{\"inputs\": {\"other\": [1]}}");

        assertThatThrownBy(() -> load(files))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("does not match its signature");
    }

    @Test
    void anExampleMayHoldWhatOnlyMlflowReads() throws Exception {
        Map<String, byte[]> files =
                FakeModels.withExample(
                        FakeModels.adding(1),
                        "{\"dataframe_split\": {\"columns\": [\"x\"], \"data\": [[NaN]]}}");

        assertThat(load(files).cost()).isNotNull();
    }

    @Test
    void anExampleThatPointsElsewhereIsARefusal() throws Exception {
        Map<String, byte[]> files =
                FakeModels.withExample(FakeModels.adding(1), "{\"inputs\": {\"x\": [1]}}");
        String mlmodel =
                new String(files.get("MLmodel"), StandardCharsets.UTF_8)
                        .replace("serving_input_example.json", "../secret");
        files.put("MLmodel", mlmodel.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> load(files)).isInstanceOf(ModelLoadException.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "flavors: {python_function: {}}, none can be served",
                "flavors: {}, none can be served",
                "{, plain YAML",
                "!!java.net.URL x, "
            })
    void anMlmodelFileThatCannotBeUsedIsARefusal(String yaml, String ignored) {
        Map<String, byte[]> files = new LinkedHashMap<>(FakeModels.adding(1));
        files.put("MLmodel", yaml.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> load(files)).isInstanceOf(ModelLoadException.class);
    }

    @Test
    void aFolderWithoutAnMlmodelFileIsARefusal() throws Exception {
        Files.createDirectories(folder);

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("no MLmodel file");
    }

    @Test
    void namesTheFlavorsThatItCouldServe() {
        Map<String, byte[]> files = new LinkedHashMap<>(FakeModels.adding(1));
        files.put("MLmodel", "flavors: {sklearn: {}}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> load(files))
                .hasMessageContaining("sklearn")
                .hasMessageContaining("fake");
    }

    @Test
    void theModelsOwnInputsStandInForASignature() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(FakeModels.adding(1));
        files.put("MLmodel", "flavors: {fake: {}}".getBytes(StandardCharsets.UTF_8));

        LoadedModel model = load(files);

        assertThat(answer(model, "{\"inputs\": {\"x\": [1]}}", false))
                .isEqualTo("{\"predictions\":[2.0]}");
        assertThat(model.signature().inputs()).isNotNull();
    }
}

package org.tandemml.serving.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ModelName;
import org.tandemml.model.VersionNumber;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.testing.StubRegistry;

class RegistrySourceTest {
    private static final Map<String, byte[]> FOLDER =
            Map.of("MLmodel", bytes("flavors: {}"), "data/model.bin", bytes("0123456789"));

    private final StubRegistry registry = new StubRegistry();
    private final ModelSource source = source(Optional.empty(), Optional.empty(), Optional.empty());

    private ModelSource source(
            Optional<String> token, Optional<String> username, Optional<String> password) {
        return ModelSources.registry(registry.url() + "/", token, username, password);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Map<SlotKey, Wanted> resolve(String... uris) throws SourceException {
        return source.resolve(Target.parseAll(List.of(uris)));
    }

    private Wanted resolveOne(String uri) throws SourceException {
        return resolve(uri).values().iterator().next();
    }

    @ParameterizedTest
    @CsvSource({
        "models:/churn/1, 1",
        "models:/churn/2, 2",
        "models:/churn/Production, 2",
        "models:/churn/Staging, 3",
        "models:/churn/latest, 4",
        "models:/churn@champion, 1",
        "models:/*/Production, 2",
    })
    void findsTheVersionThatAUriPointsTo(String uri, int version) throws SourceException {
        for (int i = 1; i <= 4; i++) {
            registry.register("churn", FOLDER);
        }
        registry.promote("churn", 2, "Production");
        registry.promote("churn", 3, "Staging");
        registry.alias("churn", "champion", 1);

        assertThat(resolveOne(uri))
                .asInstanceOf(type(Wanted.Served.class))
                .extracting(served -> served.release().version())
                .isEqualTo(new VersionNumber(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models:/churn/9",
                "models:/churn/Production",
                "models:/churn@champion",
                "models:/absent/latest",
                "models:/absent/1",
                "models:/*/Production"
            })
    void saysWhyThereIsNothing(String uri) throws SourceException {
        registry.register("churn", FOLDER);

        assertThat(resolveOne(uri))
                .asInstanceOf(type(Wanted.Nothing.class))
                .extracting(Wanted.Nothing::reason)
                .asString()
                .isNotEmpty();
    }

    @Test
    void asksOnceForEveryModel() throws SourceException {
        for (int i = 0; i < 20; i++) {
            registry.register("m" + i, FOLDER);
            registry.promote("m" + i, 1, "Production");
        }

        assertThat(resolve("models:/*/Production", "models:/m1/Production", "models:/m2/1"))
                .hasSize(21);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void turnsAllPages() throws SourceException {
        for (int i = 0; i < 25; i++) {
            registry.register("m" + i, FOLDER);
            registry.promote("m" + i, 1, "Production");
        }
        registry.pageSize(10);

        assertThat(resolve("models:/*/Production")).hasSize(25);
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void leavesOutNamesThatNoUriCanCarry() throws SourceException {
        registry.register("a/b:c", FOLDER);
        registry.promote("a/b:c", 1, "Production");
        registry.register("churn", FOLDER);
        registry.promote("churn", 1, "Production");

        assertThat(resolve("models:/*/Production").keySet())
                .extracting(SlotKey::name)
                .containsExactly(new ModelName("churn"));
    }

    @Test
    void aVersionThatIsNotReadyChangesNothing() throws SourceException {
        registry.register("churn", FOLDER);
        registry.promote("churn", 1, "Production");
        registry.status("churn", 1, "PENDING_REGISTRATION");

        assertThat(resolveOne("models:/churn/Production")).isInstanceOf(Wanted.Unchanged.class);
    }

    @Test
    void aModelThatIsCreatedAgainIsAnotherRelease() throws SourceException {
        registry.register("churn", FOLDER);
        Wanted before = resolveOne("models:/churn/1");
        registry.delete("churn");
        registry.register("churn", FOLDER);

        Wanted after = resolveOne("models:/churn/1");

        assertThat(((Wanted.Served) after).release().id())
                .isNotEqualTo(((Wanted.Served) before).release().id());
    }

    private Release release() throws SourceException {
        registry.register("churn", FOLDER);
        return ((Wanted.Served) resolveOne("models:/churn/1")).release();
    }

    private static String read(ModelSource source, SourceFile file)
            throws SourceException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        source.read(
                file,
                buffer -> {
                    byte[] piece = new byte[buffer.remaining()];
                    buffer.get(piece);
                    bytes.writeBytes(piece);
                });
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fetchesTheWholeFolder() throws Exception {
        Map<String, byte[]> folder = new LinkedHashMap<>(FOLDER);
        folder.put("deep/er/größe 100%+#?.txt", bytes("odd name"));
        folder.put("empty", new byte[0]);
        registry.register("öl & gas", folder);
        Release release = ((Wanted.Served) resolveOne("models:/öl & gas/1")).release();

        List<SourceFile> files =
                source.files(release).stream()
                        .sorted(Comparator.comparing(SourceFile::name))
                        .toList();

        assertThat(files)
                .extracting(SourceFile::name)
                .containsExactly("MLmodel", "data/model.bin", "deep/er/größe 100%+#?.txt", "empty");
        assertThat(read(source, files.get(1))).isEqualTo("0123456789");
        assertThat(read(source, files.get(2))).isEqualTo("odd name");
        assertThat(read(source, files.get(3))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc",
                "/etc",
                "s3://bucket/model",
                "mlflow-artifacts://elsewhere:80/1/model",
                "mlflow-artifacts:/1/../../secret",
                "mlflow-artifacts:/1/%2e%2e/secret",
                "http://127.0.0.1/model",
                "not a uri"
            })
    void readsNothingButTheRegistrysOwnProxy(String uri) throws SourceException {
        Release release = release();
        registry.downloadUri("churn", 1, uri);
        registry.requests().clear();

        assertThatThrownBy(() -> source.files(release))
                .isInstanceOf(SourceException.class)
                .extracting(failure -> ((SourceException) failure).temporary())
                .isEqualTo(false);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void takesTheRegistrysOwnAuthority() throws SourceException {
        Release release = release();
        String root = registry.url().replace("http://", "mlflow-artifacts://");
        registry.downloadUri(
                "churn",
                1,
                root + "/1/models/" + Integer.toHexString("churn".hashCode()) + "-1/artifacts");

        assertThat(source.files(release)).hasSize(2);
    }

    @Test
    void anEmptyFolderIsRefused() throws SourceException {
        Release release = release();
        registry.downloadUri("churn", 1, "mlflow-artifacts:/nowhere");

        assertThatThrownBy(() -> source.files(release)).hasMessageContaining("empty");
    }

    @Test
    void aFileThatIsLargerThanAnnouncedIsCut() throws Exception {
        Release release = release();
        SourceFile file = source.files(release).get(0);
        SourceFile smaller = new SourceFile(file.path(), file.size() - 1, file.location());

        assertThatThrownBy(() -> read(source, smaller))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void filesOfAManifestHaveTheirDigests() throws Exception {
        Release release = release();
        assertThat(source.files(release)).allMatch(file -> file.sha256() == null);
        registry.seal("churn", 1);

        assertThat(source.files(release))
                .extracting(SourceFile::name, SourceFile::size)
                .containsExactly(tuple("MLmodel", 11L), tuple("data/model.bin", 10L));
        assertThat(source.files(release))
                .allMatch(file -> file.sha256() != null && file.sha256().length() == 64);
    }

    @Test
    void filesThatAreNotThoseOfTheManifestAreRefused() throws Exception {
        Release release = release();
        registry.seal("churn", 1);

        registry.tamper("churn", 1, "data/extra.bin", bytes("x"));
        requireRefused(release, "file 'data/extra.bin' is not in its manifest");
        registry.tamper("churn", 1, "data/extra.bin", null);

        registry.tamper("churn", 1, "data/model.bin", bytes("012345678"));
        requireRefused(release, "file 'data/model.bin' has 9 bytes, in its manifest 10");

        registry.tamper("churn", 1, "data/model.bin", null);
        requireRefused(release, "file 'data/model.bin' is missing");
    }

    private void requireRefused(Release release, String message) {
        assertThatThrownBy(() -> source.files(release))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((SourceException) failure).temporary())
                .isEqualTo(false);
    }

    @Test
    void theSinksOwnFailureIsPassedOn() throws Exception {
        SourceFile file = source.files(release()).get(0);
        IOException full = new IOException("No space left on device");

        assertThatThrownBy(
                        () ->
                                source.read(
                                        file,
                                        bytes -> {
                                            throw full;
                                        }))
                .isSameAs(full);
    }

    @Test
    void anErrorPageNeverReachesTheSink() throws Exception {
        SourceFile gone = new SourceFile(List.of("x"), -1, "no/such/file");
        ByteArrayOutputStream received = new ByteArrayOutputStream();

        assertThatThrownBy(() -> source.read(gone, bytes -> received.write(bytes.get())))
                .isInstanceOf(SourceException.class);
        assertThat(received.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "404, false", "302, false"})
    void tellsWhatIsWorthAskingAgain(int status, boolean temporary) throws Exception {
        SourceFile file = source.files(release()).get(0);
        registry.failWith(status);

        assertThatThrownBy(() -> read(source, file))
                .isInstanceOf(SourceException.class)
                .extracting(failure -> ((SourceException) failure).temporary())
                .isEqualTo(temporary);
    }

    @Test
    void signsInWithATokenAndNeverShowsIt() throws SourceException {
        registry.expectAuthorization("Bearer very-secret");
        ModelSource signedIn =
                source(Optional.of("very-secret"), Optional.of("user"), Optional.of("other"));
        ModelSource wrong = source(Optional.of("wrong-secret"), Optional.empty(), Optional.empty());
        List<Target> targets = Target.parseAll(List.of("models:/churn/latest"));

        assertThat(signedIn.resolve(targets)).hasSize(1);
        assertThatThrownBy(() -> wrong.resolve(targets))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("secret");
    }

    @Test
    void signsInWithUserAndPassword() throws SourceException {
        registry.expectAuthorization("Basic dXNlcjpww6Rzcw==");
        ModelSource signedIn = source(Optional.empty(), Optional.of("user"), Optional.of("päss"));

        assertThat(signedIn.resolve(Target.parseAll(List.of("models:/churn/latest")))).hasSize(1);
    }

    @Test
    void aRegistryThatIsGoneIsUnavailable() {
        registry.close();

        assertThatThrownBy(() -> resolveOne("models:/churn/latest"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("does not answer")
                .extracting(failure -> ((SourceException) failure).temporary())
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "localhost:5000",
                "http://",
                "http://host/?a=b",
                "http://user:top-secret@host",
                "::"
            })
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(
                        () ->
                                ModelSources.registry(
                                        url, Optional.empty(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("TANDEM_REGISTRY_URL")
                .hasMessageNotContaining("top-secret");
    }
}

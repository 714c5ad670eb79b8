package org.tandemml.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/**
 * What every {@link ArtifactStore} must do. An implementation is tested by a subclass that gives an
 * empty store for each test.
 */
@SuppressWarnings("try")
public abstract class ArtifactStoreContract {
    private static final ArtifactPath FILE = ArtifactPath.parse("0/run/artifacts/model.bin");

    /** The store under test: empty at the beginning of each test, the same within one. */
    protected abstract ArtifactStore store();

    /** Whether what is behind the store replaces a file at once, as it should. */
    protected boolean replacesAtOnce() {
        return true;
    }

    @Test
    void whatIsPutIsReadBackWithItsSizeAndDigest() throws IOException {
        StoredArtifact stored = put(FILE, "hello");

        assertThat(stored.size()).isEqualTo(5);
        assertThat(stored.digest())
                .hasToString(
                        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(text(FILE)).isEqualTo("hello");
        assertThat(store().stat(FILE)).contains(new ArtifactEntry(FILE, false, 5));
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        assertThat(put(FILE, "").size()).isZero();
        assertThat(text(FILE)).isEmpty();
        assertThat(store().list(FILE.parent())).containsExactly(new ArtifactEntry(FILE, false, 0));
    }

    @Test
    void aLargeFileOfUnknownSizeComesBackEqual() throws IOException {
        byte[] large = new byte[11 * 1024 * 1024 + 7];
        new Random(42).nextBytes(large);

        StoredArtifact stored =
                store().put(FILE, new ByteArrayInputStream(large), Expectation.NONE);

        assertThat(stored.digest()).isEqualTo(digest(large));
        try (OpenArtifact open = store().open(FILE);
                InputStream content = open.readVerified(stored.digest())) {
            assertThat(content.readAllBytes()).isEqualTo(large);
        }
    }

    @Test
    void aPutReplacesTheFileAndChangesItsTag() throws IOException {
        put(FILE, "old!");
        String before = tag(FILE);
        assertThat(tag(FILE)).isEqualTo(before).matches("[0-9A-Za-z-]+");

        put(FILE, "new!");

        assertThat(text(FILE)).isEqualTo("new!");
        assertThat(tag(FILE)).isNotEqualTo(before);
    }

    @Test
    void anExpectedDigestAndSizeThatHoldAreAccepted() throws IOException {
        byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
        store().put(FILE, new ByteArrayInputStream(content), new Expectation(5L, digest(content)));
        assertThat(text(FILE)).isEqualTo("hello");
    }

    @Test
    void anotherDigestThanExpectedIsRefusedAndTheOldFileStays() throws IOException {
        put(FILE, "old");
        Expectation wrong = new Expectation(null, digest("other".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> store().put(FILE, stream("new"), wrong))
                .satisfies(hasCode(ErrorCode.BAD_REQUEST))
                .hasMessageContaining("digest");
        assertThat(text(FILE)).isEqualTo("old");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void anotherSizeThanExpectedIsRefusedAndNothingIsKept(long size) {
        assertThatThrownBy(() -> store().put(FILE, stream("new"), new Expectation(size, null)))
                .satisfies(hasCode(ErrorCode.BAD_REQUEST));
        assertThat(store().stat(FILE)).isEmpty();
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void contentThatBreaksOffLeavesTheOldFile() throws IOException {
        put(FILE, "old");
        IOException cut = new IOException("connection cut");

        assertThatThrownBy(
                        () ->
                                store().put(
                                                FILE,
                                                new BreakingStream(3_000_000, cut),
                                                Expectation.NONE))
                .isSameAs(cut);
        assertThat(text(FILE)).isEqualTo("old");
    }

    @Test
    void contentThatBreaksOffLeavesNothingWhereNothingWas() {
        assertThatThrownBy(
                        () ->
                                store().put(
                                                FILE,
                                                new BreakingStream(10, new IOException("cut")),
                                                Expectation.NONE))
                .isInstanceOf(IOException.class);
        assertThat(store().stat(FILE)).isEmpty();
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void theContentIsNotClosed() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream content =
                new ByteArrayInputStream(new byte[1]) {
                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };
        store().put(FILE, content, Expectation.NONE);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void partsAreRead() throws IOException {
        put(FILE, "0123456789");
        try (OpenArtifact open = store().open(FILE)) {
            assertThat(open.size()).isEqualTo(10);
            assertThat(all(open.read(0, 10))).isEqualTo("0123456789");
            assertThat(all(open.read(3, 4))).isEqualTo("3456");
            assertThat(all(open.read(9, 1))).isEqualTo("9");
            assertThat(all(open.read(10, 0))).isEmpty();
            assertThat(all(open.read(0, 1))).isEqualTo("0");
            assertThat(open.modified()).isNotNull();
        }
    }

    @Test
    void aRangeOutsideOfTheFileIsRefused() throws IOException {
        put(FILE, "0123456789");
        try (OpenArtifact open = store().open(FILE)) {
            for (long[] range :
                    new long[][] {{0, 11}, {10, 1}, {-1, 1}, {1, -1}, {5, Long.MAX_VALUE}}) {
                assertThatThrownBy(() -> open.read(range[0], range[1]))
                        .as(Arrays.toString(range))
                        .satisfies(hasCode(ErrorCode.RANGE_NOT_SATISFIABLE));
            }
        }
    }

    @Test
    void bytesThatAreNotTheExpectedOnesCannotBeReadToTheirEnd() throws IOException {
        put(FILE, "hello");
        Sha256 other = digest("hallo".getBytes(StandardCharsets.UTF_8));
        try (OpenArtifact open = store().open(FILE);
                InputStream content = open.readVerified(other)) {
            assertThat(content.readNBytes(5)).hasSize(5);
            assertThatThrownBy(content::read).isInstanceOf(DigestMismatchException.class);
        }
    }

    @Test
    void aLocalFileIfThereIsOneHasTheSameBytesAlsoAfterAReplacement() throws IOException {
        put(FILE, "old");
        try (OpenArtifact open = store().open(FILE)) {
            Optional<Path> local = open.localFile();
            put(FILE, "new");
            if (local.isPresent()) {
                assertThat(Files.readString(local.get())).isEqualTo("old");
            }
        }
    }

    @Test
    void anOpenArtifactKeepsItsBytesWhenItIsReplacedOrDeleted() throws IOException {
        put(FILE, "old");
        try (OpenArtifact open = store().open(FILE)) {
            put(FILE, "newer");
            assertThat(all(open.read(0, open.size()))).isEqualTo("old");
        }
        try (OpenArtifact open = store().open(FILE)) {
            store().delete(FILE);
            assertThat(all(open.read(0, open.size()))).isEqualTo("newer");
        }
    }

    @Test
    void whatIsNotThereIsNotThere() {
        assertThat(store().stat(FILE)).isEmpty();
        assertThat(store().list(FILE)).isEmpty();
        assertThat(store().list(FILE.parent())).isEmpty();
        assertThatThrownBy(() -> store().open(FILE))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
    }

    @Test
    void belowAFileIsNothing() throws IOException {
        put(FILE, "x");
        ArtifactPath below = FILE.resolve("y");
        assertThat(store().stat(below)).isEmpty();
        assertThat(store().list(below)).isEmpty();
        assertThat(store().list(FILE)).isEmpty();
        store().delete(below);
        assertThatThrownBy(() -> store().open(below))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        assertThat(text(FILE)).isEqualTo("x");
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        put(FILE, "x");
        assertThat(store().stat(FILE.parent())).contains(new ArtifactEntry(FILE.parent(), true, 0));
        assertThatThrownBy(() -> store().open(FILE.parent()))
                .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
        assertThatThrownBy(() -> store().open(ArtifactPath.ROOT))
                .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
    }

    @Test
    void aFileInThePlaceOfAFolderIsRefusedOrKeptBesideIt() throws IOException {
        put(FILE, "x");
        try {
            put(FILE.parent(), "file");
        } catch (TandemException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_CONFLICT);
        }
        assertThat(text(FILE)).isEqualTo("x");
        try {
            put(FILE.resolve("below"), "y");
        } catch (TandemException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.RESOURCE_CONFLICT);
        }
        assertThat(text(FILE)).isEqualTo("x");
    }

    @Test
    void theRootIsAFolderAlsoWhenItIsEmpty() {
        assertThat(store().stat(ArtifactPath.ROOT))
                .contains(new ArtifactEntry(ArtifactPath.ROOT, true, 0));
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void aFolderIsListedOneLevelDeepInTheOrderOfBytes() throws IOException {
        for (String name :
                List.of(
                        "b",
                        "a/x",
                        "a/y/z",
                        "a-b",
                        "a0",
                        "Z",
                        "\u00e9",
                        "\uff21",
                        "\ud83d\ude00")) {
            put(ArtifactPath.parse("f/" + name), name);
        }
        put(ArtifactPath.parse("f2"), "sibling");

        // UTF-8 puts the emoji after U+FF21; UTF-16 would put it before.
        assertThat(names(ArtifactPath.parse("f")))
                .containsExactly("Z", "a-b", "a/", "a0", "b", "\u00e9", "\uff21", "\ud83d\ude00");
        assertThat(names(ArtifactPath.parse("f/a"))).containsExactly("x", "y/");
        assertThat(names(ArtifactPath.ROOT)).containsExactly("f/", "f2");
    }

    @Test
    void allFilesBelowAFolderAreFoundInTheOrderOfBytes() throws IOException {
        for (String name : List.of("a/x", "a/y/z", "a-b", "a0", "\u00e9/1")) {
            put(ArtifactPath.parse("f/" + name), name);
        }
        put(ArtifactPath.parse("f2/sibling"), "sibling");

        try (Stream<ArtifactEntry> files = store().files(ArtifactPath.parse("f"))) {
            assertThat(files)
                    .extracting(e -> e.path() + " " + e.size())
                    .containsExactly("f/a-b 3", "f/a/x 3", "f/a/y/z 5", "f/a0 2", "f/\u00e9/1 4");
        }
        assertThat(store().files(ArtifactPath.ROOT)).hasSize(6);
        assertThat(store().files(ArtifactPath.parse("f/a-b"))).isEmpty();
        assertThat(store().files(ArtifactPath.parse("nothing"))).isEmpty();
    }

    @Test
    void manyFilesAreListed() throws IOException {
        for (int i = 0; i < 1100; i++) {
            put(ArtifactPath.parse(String.format("many/%04d", i)), "");
        }
        assertThat(names(ArtifactPath.parse("many")))
                .isEqualTo(
                        IntStream.range(0, 1100).mapToObj(i -> String.format("%04d", i)).toList());
    }

    @Test
    void aDeletedFileIsGoneAndItsEmptyFoldersWithIt() throws IOException {
        put(FILE, "x");
        put(ArtifactPath.parse("0/other"), "y");

        store().delete(FILE);

        assertThat(store().stat(FILE)).isEmpty();
        assertThat(store().stat(FILE.parent())).isEmpty();
        assertThat(names(ArtifactPath.parse("0"))).containsExactly("other");
        put(FILE, "again");
        assertThat(text(FILE)).isEqualTo("again");
    }

    @Test
    void aFolderIsDeletedWithAllBelowItAndNothingBeside() throws IOException {
        put(ArtifactPath.parse("a/b/c/d"), "1");
        put(ArtifactPath.parse("a/b/e"), "2");
        put(ArtifactPath.parse("a/bc"), "3");
        put(ArtifactPath.parse("a/b.txt"), "4");

        store().delete(ArtifactPath.parse("a/b"));

        assertThat(names(ArtifactPath.parse("a"))).containsExactly("b.txt", "bc");
        assertThat(store().stat(ArtifactPath.parse("a/b/c/d"))).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereDoesNothing() {
        store().delete(FILE);
        store().delete(FILE);
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void theRootCannotBeDeletedOrPut() throws IOException {
        put(FILE, "x");
        assertThatThrownBy(() -> store().delete(ArtifactPath.ROOT))
                .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
        assertThatThrownBy(() -> put(ArtifactPath.ROOT, "y"))
                .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE));
        assertThat(text(FILE)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a+b",
                "a&b=c",
                "a;b",
                "a?b",
                "a%20b",
                "100%",
                "%",
                "ab:c",
                "a'b\"c",
                "(a) [b]",
                "a..b",
                "...",
                ".hidden",
                "trailing.",
                "~",
                "*",
                "$HOME",
                "${x}",
                "a|b",
                "<a>",
                "\u00e9t\u00e9",
                "e\u0301",
                "\u6a21\u578b",
                "\ud83d\ude00",
                "a\u00a0b"
            })
    void everyAllowedNameIsKeptAsItIs(String name) throws IOException {
        ArtifactPath path = ArtifactPath.parse("names/" + name);
        put(path, name);
        assertThat(text(path)).isEqualTo(name);
        assertThat(names(ArtifactPath.parse("names"))).containsExactly(name);
        store().delete(path);
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void namesThatDifferOnlyInCaseOrFormAreDifferentNames() throws IOException {
        List<String> twins = List.of("Model", "model", "\u00e9", "e\u0301");
        for (String name : twins) {
            put(ArtifactPath.parse(name), name);
        }
        for (String name : twins) {
            assertThat(text(ArtifactPath.parse(name))).isEqualTo(name);
        }
    }

    @Test
    void readersAmongWritersSeeOneCompleteFile() throws Exception {
        assumeTrue(replacesAtOnce());
        int size = 300_000;
        put(FILE, "0".repeat(size));
        try (Crowd crowd = new Crowd()) {
            List<Future<?>> writers =
                    IntStream.rangeClosed(1, 4)
                            .<Future<?>>mapToObj(
                                    w ->
                                            crowd.join(
                                                    () -> {
                                                        for (int i = 0; i < 15; i++) {
                                                            put(FILE, ("" + w).repeat(size));
                                                        }
                                                        return null;
                                                    }))
                            .toList();
            List<Future<?>> readers =
                    IntStream.range(0, 4)
                            .<Future<?>>mapToObj(
                                    r ->
                                            crowd.join(
                                                    () -> {
                                                        for (int i = 0; i < 40; i++) {
                                                            String seen = text(FILE);
                                                            assertThat(seen).hasSize(size);
                                                            assertThat(seen.chars().distinct())
                                                                    .hasSize(1);
                                                        }
                                                        return null;
                                                    }))
                            .toList();
            crowd.start();
            for (Future<?> each : Stream.concat(writers.stream(), readers.stream()).toList()) {
                each.get();
            }
        }
    }

    @Test
    void putsAndDeletesInOneFolderDoNotDisturbEachOther() throws Exception {
        try (Crowd crowd = new Crowd()) {
            List<Future<?>> all =
                    IntStream.range(0, 6)
                            .<Future<?>>mapToObj(
                                    w ->
                                            crowd.join(
                                                    () -> {
                                                        ArtifactPath own =
                                                                ArtifactPath.parse("x/y/" + w);
                                                        for (int i = 0; i < 30; i++) {
                                                            put(own, "v" + i);
                                                            assertThat(text(own))
                                                                    .isEqualTo("v" + i);
                                                            store().delete(own);
                                                        }
                                                        return null;
                                                    }))
                            .toList();
            crowd.start();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(store().list(ArtifactPath.ROOT)).isEmpty();
    }

    /** Stores text. */
    protected final StoredArtifact put(ArtifactPath path, String content) throws IOException {
        return store().put(path, stream(content), Expectation.NONE);
    }

    /** The text that is stored. */
    protected final String text(ArtifactPath path) throws IOException {
        try (OpenArtifact open = store().open(path)) {
            return all(open.read(0, open.size()));
        }
    }

    /** The names in a folder, those of folders with a slash. */
    protected final List<String> names(ArtifactPath folder) {
        try (Stream<ArtifactEntry> entries = store().list(folder)) {
            return entries.map(e -> e.path().name() + (e.folder() ? "/" : "")).toList();
        }
    }

    /** An assertion about the code of a {@link TandemException}. */
    protected static java.util.function.Consumer<Throwable> hasCode(ErrorCode code) {
        return thrown ->
                assertThat(thrown)
                        .isInstanceOfSatisfying(
                                TandemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private String tag(ArtifactPath path) {
        try (OpenArtifact open = store().open(path)) {
            return open.tag();
        }
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String all(InputStream content) throws IOException {
        try (content) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Sha256 digest(byte[] content) {
        return Sha256.of(Sha256.computation().digest(content));
    }

    /** Threads that begin together. */
    private static final class Crowd implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final CountDownLatch start = new CountDownLatch(1);

        <T> Future<T> join(Callable<T> work) {
            return threads.submit(
                    () -> {
                        start.await();
                        return work.call();
                    });
        }

        void start() {
            start.countDown();
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    /** Gives some bytes, then fails. */
    private static final class BreakingStream extends InputStream {
        private final IOException failure;
        private long left;

        BreakingStream(long bytes, IOException failure) {
            this.left = bytes;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw failure;
            }
            return 'x';
        }
    }
}

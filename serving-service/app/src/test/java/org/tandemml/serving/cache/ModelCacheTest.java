package org.tandemml.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.ByteSink;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.ModelSources;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.SourceException;
import org.tandemml.serving.source.SourceFile;
import org.tandemml.serving.source.Wanted;
import org.tandemml.serving.testing.FakeModels;
import org.tandemml.serving.testing.MemorySource;
import org.tandemml.serving.testing.StubRegistry;

class ModelCacheTest {
    private final MemorySource source = new MemorySource();
    private final Release release = source.promote("churn", 1, FakeModels.adding(1));

    @TempDir Path root;
    private ModelCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = new ModelCache(root);
    }

    private Path file() {
        return root.resolve("models").resolve(release.id()).resolve("files/data/model.txt");
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsWhatItFetched() throws Exception {
        CachedModel fetched = cache.fetch(release, source);

        assertThat(cache.find(release)).contains(fetched);
        assertThat(new ModelCache(root).find(release)).contains(fetched);
        assertThat(fetched.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(Files.readString(fetched.folder().resolve("data/model.txt"))).isEqualTo("add 1");
    }

    @Test
    void theDigestStandsForNamesAndContents() throws Exception {
        String same = cache.fetch(source.promote("a", 1, FakeModels.adding(1)), source).digest();
        String other = cache.fetch(source.promote("b", 1, FakeModels.adding(2)), source).digest();

        assertThat(cache.fetch(release, source).digest()).isEqualTo(same).isNotEqualTo(other);
    }

    @Test
    void refusesAFileThatIsNotTheOneOfItsManifest() throws Exception {
        try (StubRegistry registry = new StubRegistry()) {
            ModelSource remote =
                    ModelSources.registry(
                            registry.url(), Optional.empty(), Optional.empty(), Optional.empty());
            registry.register("churn", FakeModels.adding(1));
            registry.seal("churn", 1);
            Wanted wanted =
                    remote.resolve(Target.parseAll(List.of("models:/churn/1")))
                            .values()
                            .iterator()
                            .next();
            Release sealed = ((Wanted.Served) wanted).release();
            String digest = cache.fetch(sealed, remote).digest();
            assertThat(digest).isEqualTo(cache.fetch(release, source).digest());
            List<String> before = tree();

            // As long as the right one, so that only its digest tells.
            registry.tamper("churn", 1, "data/model.txt", "add 2".getBytes(UTF_8));
            assertThatThrownBy(() -> cache.fetch(sealed, remote))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("file 'data/model.txt' is not the one");
            assertThat(tree()).isEqualTo(before);
            assertThat(cache.find(sealed)).map(CachedModel::digest).contains(digest);
        }
    }

    @Test
    void findsNothingThatWasNeverFetched() throws Exception {
        assertThat(cache.find(release)).isEmpty();
    }

    @Test
    void refusesEveryFlippedBit() throws Exception {
        cache.fetch(release, source);
        for (Path file : List.of(file(), root.resolve("models/" + release.id() + "/manifest"))) {
            byte[] intact = Files.readAllBytes(file);
            for (int bit = 0; bit < intact.length * 8; bit += 3) {
                byte[] flipped = intact.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);

                assertThatThrownBy(() -> cache.find(release)).isInstanceOf(DamagedException.class);
            }
            Files.write(file, intact);
        }
        assertThat(cache.find(release)).isPresent();
    }

    @Test
    void refusesATruncatedFile() throws Exception {
        cache.fetch(release, source);
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 3));

        assertThatThrownBy(() -> cache.find(release))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("data/model.txt");
    }

    @Test
    void refusesAMissingFile() throws Exception {
        cache.fetch(release, source);
        Files.delete(file());

        assertThatThrownBy(() -> cache.find(release)).isInstanceOf(DamagedException.class);
    }

    @Test
    void refusesAFileTooMany() throws Exception {
        cache.fetch(release, source);
        Files.writeString(file().resolveSibling("extra"), "x");

        assertThatThrownBy(() -> cache.find(release)).isInstanceOf(DamagedException.class);
    }

    @Test
    void refusesALinkInPlaceOfAFile() throws Exception {
        cache.fetch(release, source);
        Path copy = Files.copy(file(), root.resolve("copy"));
        Files.delete(file());
        Files.createSymbolicLink(file(), copy);

        assertThatThrownBy(() -> cache.find(release)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAManifestThatIsGone() throws Exception {
        cache.fetch(release, source);
        Files.delete(root.resolve("models/" + release.id() + "/manifest"));

        assertThatThrownBy(() -> cache.find(release)).isInstanceOf(DamagedException.class);
    }

    @Test
    void fetchingAgainRepairs() throws Exception {
        cache.fetch(release, source);
        Files.writeString(file(), "damaged");

        cache.fetch(release, source);

        assertThat(cache.find(release)).isPresent();
    }

    @Test
    void removesWhatACrashLeftBehind() throws Exception {
        Files.createDirectories(root.resolve("tmp/half/files"));
        Files.writeString(root.resolve("tmp/half/files/model"), "half");

        new ModelCache(root);

        assertThat(tree()).isEmpty();
    }

    /** A source or a disk that fails in the middle. */
    private record Failing(MemorySource source, boolean disk) implements ModelSource {
        @Override
        public Map<org.tandemml.serving.naming.SlotKey, Wanted> resolve(
                java.util.Collection<Target> targets) throws SourceException {
            return source.resolve(targets);
        }

        @Override
        public boolean serves(Target target) {
            return true;
        }

        @Override
        public boolean serves(Release release) {
            return true;
        }

        @Override
        public List<SourceFile> files(Release release) throws SourceException {
            return source.files(release);
        }

        @Override
        public void read(SourceFile file, ByteSink sink) throws SourceException, IOException {
            if (!file.name().equals("MLmodel")) {
                if (disk) {
                    throw new IOException("No space left on device");
                }
                throw SourceException.unavailable("cut", null);
            }
            source.read(file, sink);
        }
    }

    @Test
    void nothingHalfFetchedStays() {
        assertThatThrownBy(() -> cache.fetch(release, new Failing(source, true)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> cache.fetch(release, new Failing(source, false)))
                .isInstanceOf(SourceException.class);

        assertThat(root.resolve("models")).isEmptyDirectory();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void aFailedFetchLeavesTheEntryThatIsThere() throws Exception {
        CachedModel before = cache.fetch(release, source);

        assertThatThrownBy(() -> cache.fetch(release, new Failing(source, true)))
                .isInstanceOf(IOException.class);

        assertThat(cache.find(release)).contains(before);
    }

    @Test
    void keepsOnlyWhatIsNeeded() throws Exception {
        Release other = source.promote("churn", 2, FakeModels.adding(2));
        cache.fetch(release, source);
        cache.fetch(other, source);

        cache.keepOnly(Set.of(other.id()));

        assertThat(cache.find(release)).isEmpty();
        assertThat(cache.find(other)).isPresent();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }
}

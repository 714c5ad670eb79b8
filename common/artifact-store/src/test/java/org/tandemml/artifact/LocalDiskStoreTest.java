package org.tandemml.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** The contract on the local disk, and what only a disk can do. */
final class LocalDiskStoreTest extends ArtifactStoreContract {
    private static final ArtifactPath FILE = ArtifactPath.parse("0/run/artifacts/model.bin");

    @TempDir Path temp;
    private Path root;
    private LocalDiskStore store;

    @BeforeEach
    void open() throws IOException {
        root = temp.toRealPath().resolve("artifacts");
        store = LocalDiskStore.open(root);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @Test
    void aRootOfOurOwnAndAllBelowItAreTheOwnersOnly() throws IOException {
        put(FILE, "x");
        assertThat(modes(root)).containsExactly("rwx------");
    }

    @Test
    void foldersAreOpenToWhomTheRootIs() throws IOException {
        Path shared = Files.createDirectory(temp.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));
        try (LocalDiskStore ofAGroup = LocalDiskStore.open(shared)) {
            ofAGroup.put(FILE, new ByteArrayInputStream(new byte[1]), Expectation.NONE);
            assertThat(modes(shared)).containsExactly("rwxr-x---");
        }
    }

    /** Of a folder and all folders below it. */
    private static Set<String> modes(Path folder) throws IOException {
        Set<String> modes = new TreeSet<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
        return modes;
    }

    @Test
    void anArtifactIsAFileAtItsPath() throws IOException {
        put(FILE, "x");
        assertThat(root.resolve("0/run/artifacts/model.bin")).hasContent("x");
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void refusedAndBrokenPutsLeaveNothingBehind() {
        Expectation wrongSize = new Expectation(7L, null);
        assertThatThrownBy(() -> store.put(FILE, new ByteArrayInputStream(new byte[3]), wrongSize))
                .isInstanceOf(TandemException.class);
        assertThat(stagedFiles()).isEmpty();
        assertThat(root.resolve("0")).doesNotExist();
    }

    @Test
    void aLinkToAFileOutsideIsNotRead() throws IOException {
        Path canary = Files.writeString(temp.resolve("canary"), "secret");
        Files.createSymbolicLink(root.resolve("link"), canary);
        ArtifactPath link = ArtifactPath.parse("link");

        assertThatThrownBy(() -> store.open(link))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        assertThat(store.stat(link)).isEmpty();
        assertThat(names(ArtifactPath.ROOT)).isEmpty();
    }

    @Test
    void aLinkToAFolderOutsideIsNotEntered() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path canary = Files.writeString(outside.resolve("canary"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        ArtifactPath below = ArtifactPath.parse("link/canary");

        assertThatThrownBy(() -> store.open(below))
                .satisfies(hasCode(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        assertThat(store.stat(below)).isEmpty();
        assertThat(names(ArtifactPath.parse("link"))).isEmpty();
        assertThatThrownBy(() -> put(below, "overwritten"))
                .satisfies(hasCode(ErrorCode.RESOURCE_CONFLICT));
        assertThatThrownBy(() -> put(ArtifactPath.parse("link/new/file"), "x"))
                .satisfies(hasCode(ErrorCode.RESOURCE_CONFLICT));
        store.delete(below);

        assertThat(canary).hasContent("secret");
        assertThat(outside).isDirectoryContaining("glob:**canary");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void deletingALinkOrAFolderWithLinksDeletesNothingOutside() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path canary = Files.writeString(outside.resolve("canary"), "secret");
        put(ArtifactPath.parse("f/file"), "x");
        Files.createSymbolicLink(root.resolve("f/link"), outside);
        Files.createSymbolicLink(root.resolve("link"), outside);

        store.delete(ArtifactPath.parse("link"));
        store.delete(ArtifactPath.parse("f"));

        assertThat(canary).hasContent("secret");
        assertThat(root.resolve("link")).doesNotExist();
        assertThat(root.resolve("f")).doesNotExist();
    }

    @Test
    void aPutReplacesALinkAndNotWhatItNames() throws IOException {
        Path canary = Files.writeString(temp.resolve("canary"), "secret");
        Files.createSymbolicLink(root.resolve("link"), canary);

        put(ArtifactPath.parse("link"), "mine");

        assertThat(canary).hasContent("secret");
        assertThat(root.resolve("link")).isRegularFile().hasContent("mine");
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isFalse();
    }

    @Test
    void aRootThatIsItselfBehindALinkWorks() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("root-link"), root);
        try (LocalDiskStore other = LocalDiskStore.open(link)) {
            other.put(FILE, new ByteArrayInputStream(new byte[] {'x'}), Expectation.NONE);
        }
        assertThat(text(FILE)).isEqualTo("x");
    }

    @Test
    void emptyFoldersOfOthersAndNamesThatNoPathCanHaveAreNotListed() throws IOException {
        Files.createDirectories(root.resolve("empty/empty"));
        Files.writeString(root.resolve("back\\slash"), "x");
        put(ArtifactPath.parse("file"), "x");
        assertThat(names(ArtifactPath.ROOT)).containsExactly("file");
        assertThat(store.stat(ArtifactPath.parse("empty"))).isEmpty();
    }

    @Test
    void leftoversOfAKilledProcessGoAtTheNextStartAndThoseOfALivingOneStay() throws IOException {
        Path dead = Files.createDirectories(root.resolve(".tandem-staging/dead/1"));
        Files.writeString(dead.resolve("half-written"), "x");
        try (LocalDiskStore living = LocalDiskStore.open(root)) {
            assertThat(root.resolve(".tandem-staging/dead")).doesNotExist();
            assertThat(stagingFolders()).hasSize(2);
            living.put(FILE, new ByteArrayInputStream(new byte[] {'x'}), Expectation.NONE);
        }
        assertThat(stagingFolders()).hasSize(1);
        put(FILE, "still works");
        assertThat(text(FILE)).isEqualTo("still works");
    }

    @Test
    void theSecondNameOfAFileBeingSentGoesWhenItIsClosed() throws IOException {
        put(FILE, "x");
        try (OpenArtifact open = store.open(FILE)) {
            assertThat(open.localFile()).isPresent().isEqualTo(open.localFile());
            assertThat(stagedFiles()).hasSize(1);
        }
        assertThat(stagedFiles()).isEmpty();
        assertThat(text(FILE)).isEqualTo("x");
    }

    @Test
    void aLocalFileIsNotGivenOnceTheArtifactWasReplaced() throws IOException {
        put(FILE, "old");
        try (OpenArtifact open = store.open(FILE)) {
            put(FILE, "new");
            assertThat(open.localFile()).isEmpty();
        }
        assertThat(stagedFiles()).isEmpty();
    }

    /** The kernel's own full disk: every write to it fails with ENOSPC. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaidToBeFullAndTheOldFileStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full));
        put(FILE, "old");
        try (LocalDiskStore other = LocalDiskStore.open(root, into(full))) {
            assertThatThrownBy(
                            () ->
                                    other.put(
                                            FILE,
                                            new ByteArrayInputStream(new byte[500_000]),
                                            Expectation.NONE))
                    .satisfies(hasCode(ErrorCode.INSUFFICIENT_STORAGE))
                    .hasMessageNotContaining(root.toString());
            assertThat(stagedFiles()).isEmpty();
        }
        assertThat(text(FILE)).isEqualTo("old");
    }

    /** The kernel's bin takes every byte and cannot be forced to a disk: fsync of it fails. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCannotBeForcedToTheDiskIsNotStored() throws IOException {
        Path bin = Path.of("/dev/null");
        assumeTrue(Files.isWritable(bin));
        put(FILE, "old");
        try (LocalDiskStore other = LocalDiskStore.open(root, into(bin))) {
            assertThatThrownBy(
                            () ->
                                    other.put(
                                            FILE,
                                            new ByteArrayInputStream(new byte[1]),
                                            Expectation.NONE))
                    .satisfies(hasCode(ErrorCode.INTERNAL_ERROR));
        }
        assertThat(text(FILE)).isEqualTo("old");
        assertThat(stagedFiles()).isEmpty();
    }

    @Test
    void aRootThatCannotBeUsedIsRefusedWithAHint() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        assertThatThrownBy(() -> LocalDiskStore.open(file.resolve("below")))
                .satisfies(hasCode(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("choose a folder");
        assertThatThrownBy(() -> LocalDiskStore.open(Path.of("relative")))
                .hasMessageContaining("absolute");
    }

    private List<Path> stagedFiles() {
        try (Stream<Path> all = Files.walk(root.resolve(".tandem-staging"))) {
            return all.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")).toList();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private List<Path> stagingFolders() throws IOException {
        try (Stream<Path> all = Files.list(root.resolve(".tandem-staging"))) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** Writes everything to a device, whatever file it is asked for. */
    private static FileWriter into(Path device) {
        return new FileWriter() {
            @Override
            FileChannel create(Path file) throws IOException {
                Files.createFile(file);
                return FileChannel.open(device, StandardOpenOption.WRITE);
            }
        };
    }
}

package org.tandemml.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.Folders;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Artifacts as files of a folder on this machine, each at its own path, so that other programs can
 * read them too. A file is written elsewhere on the same disk, forced to it, renamed into its
 * place, and the folder is forced: a reader finds the old file, the new one or none. The root must
 * be one file system. Links are not followed: what they name is not there. Files of other programs
 * whose names break the rule of {@link ArtifactPath} are not there either.
 */
public final class LocalDiskStore implements ArtifactStore {
    private static final Comparator<ArtifactEntry> BY_NAME =
            Comparator.comparing(LocalDiskStore::sortKey, Arrays::compareUnsigned);

    private final Path root;
    private final FolderTree tree;
    private final StagingFolder staging;
    private final FileWriter writer;

    private LocalDiskStore(Path root, FolderTree tree, StagingFolder staging, FileWriter writer) {
        this.root = root;
        this.tree = tree;
        this.staging = staging;
        this.writer = writer;
    }

    /**
     * Opens a store, creates its root (mode 0700) if there is none, and clears what a killed
     * process left half-written. Folders below the root get the mode that it has now: whoever made
     * a root that others may enter wants them to read what is in it.
     *
     * @param root an absolute path
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the folder cannot be used, with
     *     what to do about it
     */
    public static LocalDiskStore open(Path root) {
        return open(root, new FileWriter());
    }

    static LocalDiskStore open(Path root, FileWriter writer) {
        if (!root.isAbsolute()) {
            throw TandemException.invalid(
                    "The artifacts' root '" + root + "' is not an absolute path.");
        }
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root, FolderModes.ownerOnly(root));
            }
            Path real = root.toRealPath();
            FileAttribute<?>[] mode = FolderModes.like(real);
            return new LocalDiskStore(
                    real, new FolderTree(real, mode), StagingFolder.open(real, mode), writer);
        } catch (IOException failed) {
            String reason =
                    failed instanceof AccessDeniedException
                            ? "permission denied"
                            : String.valueOf(failed.getMessage());
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The artifacts' root '"
                            + root
                            + "' cannot be used ("
                            + reason
                            + "); choose a folder that this user can write.",
                    failed);
        }
    }

    @Override
    public StoredArtifact put(ArtifactPath path, InputStream content, Expectation expected)
            throws IOException {
        requireBelowRoot(path);
        tree.place(path);
        Path temporary = staging.newPath();
        try {
            StoredArtifact written = writer.write(temporary, content, expected);
            publish(temporary, path);
            return written;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void publish(Path temporary, ArtifactPath path) {
        try {
            tree.moveInto(temporary, path);
        } catch (IOException failed) {
            if (find(path).filter(BasicFileAttributes::isDirectory).isPresent()) {
                throw new TandemException(
                        ErrorCode.RESOURCE_CONFLICT,
                        "'" + Texts.excerpt(path.toString()) + "' is a folder; expected a file.",
                        failed);
            }
            throw DiskFailures.translate(failed, root);
        }
    }

    @Override
    public OpenArtifact open(ArtifactPath path) {
        ArtifactEntry entry = stat(path).orElseThrow(() -> missing(path));
        if (entry.folder()) {
            throw TandemException.invalid(
                    "Invalid path '"
                            + Texts.excerpt(path.toString())
                            + "': it is a folder; expected a file.");
        }
        try {
            return LocalArtifact.open(tree.place(path), staging);
        } catch (NoSuchFileException gone) {
            throw missing(path);
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
    }

    @Override
    public Optional<ArtifactEntry> stat(ArtifactPath path) {
        return find(path).flatMap(found -> entry(path, found));
    }

    @Override
    public Stream<ArtifactEntry> list(ArtifactPath folder) {
        if (find(folder).filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return Stream.empty();
        }
        List<ArtifactEntry> entries = new ArrayList<>();
        try (Stream<Path> children = Files.list(tree.place(folder))) {
            children.forEach(child -> entry(folder, child).ifPresent(entries::add));
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return Stream.empty();
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
        entries.sort(BY_NAME);
        return entries.stream();
    }

    private Optional<ArtifactEntry> entry(ArtifactPath folder, Path child) {
        ArtifactPath path;
        try {
            path = folder.resolve(child.getFileName().toString());
        } catch (TandemException notOurs) {
            return Optional.empty();
        }
        try {
            return entry(path, LocalArtifact.attributes(child));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
    }

    /** Nothing for links and other special files, and for folders without a file. */
    private Optional<ArtifactEntry> entry(ArtifactPath path, BasicFileAttributes found) {
        if (found.isRegularFile()) {
            return Optional.of(new ArtifactEntry(path, false, found.size()));
        }
        try {
            boolean folder =
                    path.isRoot() || found.isDirectory() && FolderTree.holdsFile(tree.place(path));
            return folder ? Optional.of(new ArtifactEntry(path, true, 0)) : Optional.empty();
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
    }

    @Override
    public void delete(ArtifactPath path) {
        requireBelowRoot(path);
        if (find(path).isEmpty()) {
            return;
        }
        Path doomed = staging.newPath();
        try {
            tree.moveAway(path, doomed);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
        try {
            Folders.delete(doomed);
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
    }

    @Override
    public void close() {
        staging.close();
    }

    private Optional<BasicFileAttributes> find(ArtifactPath path) {
        try {
            return tree.find(path);
        } catch (IOException failed) {
            throw DiskFailures.translate(failed, root);
        }
    }

    private static byte[] sortKey(ArtifactEntry entry) {
        String name = entry.path().name();
        return (entry.folder() ? name + "/" : name).getBytes(StandardCharsets.UTF_8);
    }

    private static void requireBelowRoot(ArtifactPath path) {
        if (path.isRoot()) {
            throw TandemException.invalid("Invalid path '': expected the path of an artifact.");
        }
    }

    private static TandemException missing(ArtifactPath path) {
        return TandemException.notFound("No artifact at '" + Texts.excerpt(path.toString()) + "'.");
    }
}

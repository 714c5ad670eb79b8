package org.tandemml.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The folders of a local store. They come with the first file below them and go with the last, as
 * far as other processes that write there let them.
 */
final class FolderTree {
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final FileAttribute<?>[] mode;
    private final Object changes = new Object();

    /**
     * @param root a real path
     * @param mode of new folders
     */
    FolderTree(Path root, FileAttribute<?>... mode) {
        this.root = root;
        this.mode = mode.clone();
    }

    /** Where a path is on the disk: checked segments below the root, nothing else. */
    Path place(ArtifactPath path) {
        Path place = root;
        try {
            for (String segment : path.segments()) {
                place = place.resolve(segment);
            }
            return place;
        } catch (InvalidPathException unmappable) {
            throw new TandemException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Invalid path '"
                            + Texts.excerpt(path.toString())
                            + "': this server runs in a locale whose file names cannot hold it;"
                            + " it must be started with LC_ALL=C.UTF-8.",
                    unmappable);
        }
    }

    /** What is at a path, if no link leads there. A link at the path itself is found as a link. */
    Optional<BasicFileAttributes> find(ArtifactPath path) throws IOException {
        Path place = root;
        try {
            for (Path segment : root.relativize(place(path))) {
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                place = place.resolve(segment);
            }
            BasicFileAttributes found = LocalArtifact.attributes(place);
            boolean itself = place.toRealPath(LinkOption.NOFOLLOW_LINKS).equals(place);
            return itself ? Optional.of(found) : Optional.empty();
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    /** Moves a file of the same disk to its place, durably; what is there is replaced at once. */
    void moveInto(Path file, ArtifactPath path) throws IOException {
        Path target = place(path);
        for (int attempt = 1; ; attempt++) {
            createFolders(path.parent());
            try {
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
                force(target.getParent());
                return;
            } catch (NoSuchFileException folderGone) {
                // The last file in the folder was deleted in between, and the folder with it.
                if (attempt == ATTEMPTS) {
                    throw folderGone;
                }
            }
        }
    }

    /** Moves what is at a path out of the tree, and the folders that are empty then. */
    void moveAway(ArtifactPath path, Path away) throws IOException {
        Path place = place(path);
        Files.move(place, away, StandardCopyOption.ATOMIC_MOVE);
        force(place.getParent());
        synchronized (changes) {
            for (Path folder = place.getParent(); !folder.equals(root); ) {
                try {
                    Files.deleteIfExists(folder);
                } catch (DirectoryNotEmptyException inUse) {
                    return;
                }
                folder = folder.getParent();
            }
        }
    }

    /** Whether there is a file anywhere below a folder. */
    static boolean holdsFile(Path folder) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                boolean found =
                        Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                                ? holdsFile(child)
                                : Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS);
                if (found) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Creates what is missing, each new folder durably before anybody can put a file in it. */
    private void createFolders(ArtifactPath path) throws IOException {
        synchronized (changes) {
            Path folder = root;
            for (String segment : path.segments()) {
                Path parent = folder;
                folder = folder.resolve(segment);
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                try {
                    Files.createDirectory(folder, mode);
                    force(parent);
                } catch (FileAlreadyExistsException taken) {
                    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                        throw new TandemException(
                                ErrorCode.RESOURCE_CONFLICT,
                                "'"
                                        + Texts.excerpt(root.relativize(folder).toString())
                                        + "' is a file, so nothing can be stored below it.",
                                taken);
                    }
                }
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package org.tandemml.registry.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .tar.xz} into an empty folder. Nothing is written outside of it: names and link
 * targets that leave it are refused, and links are made only after all files are written.
 */
final class TarXz {
    private static final int OWNER_EXECUTES = 0100;
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 10_000;
    private static final int XZ_MEMORY_KIB = 256 * 1024;
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-r--r--");

    private final Path root;
    private final List<Link> links = new ArrayList<>();
    private long bytes;
    private int entries;

    private TarXz(Path root) {
        this.root = root;
    }

    private record Link(Path at, Path target, boolean hard) {}

    static void unpack(InputStream packed, Path emptyFolder) throws IOException {
        TarXz unpacking = new TarXz(emptyFolder.toRealPath());
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(packed), XZ_MEMORY_KIB))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpacking.add(entry, tar);
            }
        }
        unpacking.makeLinks();
    }

    private void add(TarArchiveEntry entry, InputStream content) throws IOException {
        entries++;
        bytes += entry.getSize();
        if (entries > MOST_ENTRIES || bytes > MOST_BYTES) {
            throw new IOException("the archive is larger than any PostgreSQL");
        }
        Path at = inside(root.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            makeFolder(at);
        } else if (entry.isSymbolicLink() || entry.isLink()) {
            makeFolder(at.getParent());
            links.add(link(entry, at));
        } else if (entry.isFile()) {
            makeFolder(at.getParent());
            Files.copy(content, at);
            boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
            Files.setPosixFilePermissions(at, program ? PROGRAM : FILE);
        } else {
            throw new IOException("entry " + entry.getName() + " is no file, folder or link");
        }
    }

    private Link link(TarArchiveEntry entry, Path at) throws IOException {
        if (entry.isLink()) {
            return new Link(at, inside(root.resolve(entry.getLinkName()), entry), true);
        }
        inside(at.resolveSibling(entry.getLinkName()), entry);
        return new Link(at, Path.of(entry.getLinkName()), false);
    }

    private void makeLinks() throws IOException {
        for (Link link : links) {
            if (link.hard()) {
                Files.createLink(link.at(), link.target());
            } else {
                Files.createSymbolicLink(link.at(), link.target());
            }
        }
    }

    private void makeFolder(Path folder) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder)) {
            return;
        }
        makeFolder(folder.getParent());
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PROGRAM);
    }

    private Path inside(Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("entry " + entry.getName() + " leaves its folder");
        }
        return normal;
    }
}

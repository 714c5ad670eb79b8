package org.tandemml.serving.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.tandemml.model.Folders;
import org.tandemml.model.manifest.Manifest;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.Release;
import org.tandemml.serving.source.SourceException;
import org.tandemml.serving.source.SourceFile;

/**
 * Model folders on this machine's disk: {@code models/<release id>/{manifest,files/}}. An entry is
 * there whole or not at all, and is held against its digests each time before it is used. Safe for
 * use by several threads, if no two of them fetch one release at a time.
 */
public final class ModelCache {
    private static final String MANIFEST = "manifest";
    private static final String FILES = "files";

    private final Path models;
    private final Path temporary;

    /**
     * Opens the cache and removes what an earlier process left half done.
     *
     * @param root the cache's folder, which exists
     */
    public ModelCache(Path root) throws IOException {
        this.models = root.resolve("models");
        this.temporary = root.resolve("tmp");
        Folders.delete(temporary);
        Files.createDirectories(models);
        Files.createDirectories(temporary);
    }

    /**
     * Finds a release's folder and verifies every file of it.
     *
     * @return empty if it is not here
     * @throws DamagedException if a file is missing, too much, or differs from what was stored
     */
    public Optional<CachedModel> find(Release release) throws IOException, DamagedException {
        Path entry = models.resolve(release.id());
        if (!Files.isDirectory(entry)) {
            return Optional.empty();
        }
        Path manifestFile = entry.resolve(MANIFEST);
        if (!Files.isRegularFile(manifestFile)) {
            throw new DamagedException("its manifest is missing");
        }
        Manifest manifest = ManifestText.read(text(manifestFile));
        Path folder = entry.resolve(FILES);
        verify(folder, manifest);
        return Optional.of(new CachedModel(folder, manifest.digest()));
    }

    private static String text(Path file) throws IOException, DamagedException {
        try {
            return Files.readString(file);
        } catch (java.nio.charset.CharacterCodingException flipped) {
            throw new DamagedException("its manifest is malformed");
        }
    }

    private static void verify(Path folder, Manifest manifest)
            throws IOException, DamagedException {
        List<String> present;
        try (Stream<Path> files = Files.walk(folder)) {
            present =
                    files.filter(file -> !Files.isDirectory(file))
                            .map(file -> folder.relativize(file).toString())
                            .sorted()
                            .toList();
        }
        List<String> expected =
                manifest.entries().stream().map(Manifest.Entry::path).sorted().toList();
        if (!present.equals(expected)) {
            throw new DamagedException("its files are not those of its manifest");
        }
        for (Manifest.Entry entry : manifest.entries()) {
            if (!FileDigest.matches(folder.resolve(entry.path()), entry)) {
                throw new DamagedException(
                        "file '" + entry.path() + "' differs from what was stored");
            }
        }
    }

    /**
     * Copies a release from its source; one that is here already is replaced.
     *
     * @throws SourceException if the source does not hand out all its files
     * @throws IOException if this disk fails; nothing half-written stays
     */
    public CachedModel fetch(Release release, ModelSource source)
            throws SourceException, IOException {
        Path building = temporary.resolve(UUID.randomUUID().toString());
        try {
            Path folder = Files.createDirectories(building.resolve(FILES));
            List<Manifest.Entry> entries = new ArrayList<>();
            for (SourceFile file : source.files(release)) {
                entries.add(copy(source, file, folder));
            }
            Manifest manifest = new Manifest(entries);
            DurableFiles.write(building.resolve(MANIFEST), ManifestText.write(manifest));
            DurableFiles.syncTree(building);
            Path entry = models.resolve(release.id());
            remove(entry);
            DurableFiles.move(building, entry);
            return new CachedModel(entry.resolve(FILES), manifest.digest());
        } finally {
            Folders.delete(building);
        }
    }

    private static Manifest.Entry copy(ModelSource source, SourceFile file, Path folder)
            throws SourceException, IOException {
        Path target = folder;
        for (String segment : file.path()) {
            target = target.resolve(segment);
        }
        if (!target.normalize().startsWith(folder) || target.equals(folder)) {
            throw new IOException("Not below the cache: " + file.name());
        }
        Files.createDirectories(target.getParent());
        MessageDigest digest = FileDigest.sha256();
        long size;
        try (FileChannel channel =
                FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            source.read(
                    file,
                    bytes -> {
                        digest.update(bytes.duplicate());
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                    });
            channel.force(true);
            size = channel.size();
        }
        if (file.size() >= 0 && file.size() != size) {
            throw SourceException.unavailable(
                    "file '"
                            + file.name()
                            + "' came with "
                            + size
                            + " bytes where "
                            + file.size()
                            + " were announced",
                    null);
        }
        Manifest.Entry copied = new Manifest.Entry(file.name(), size, FileDigest.hex(digest));
        if (file.sha256() != null && !file.sha256().equals(copied.sha256())) {
            throw SourceException.refused(
                    "file '"
                            + file.name()
                            + "' is not the one that was registered: its digest is not that of"
                            + " its manifest");
        }
        return copied;
    }

    /** Deletes all entries but those of these releases. */
    public void keepOnly(Set<String> releaseIds) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(models)) {
            entries = listed.toList();
        }
        for (Path entry : entries) {
            if (!releaseIds.contains(String.valueOf(entry.getFileName()))) {
                remove(entry);
            }
        }
    }

    /** Moved away first, so that a crash leaves no entry with half of its files. */
    private void remove(Path entry) throws IOException {
        if (Files.exists(entry)) {
            Path doomed = temporary.resolve(UUID.randomUUID().toString());
            DurableFiles.move(entry, doomed);
            Folders.delete(doomed);
        }
    }
}

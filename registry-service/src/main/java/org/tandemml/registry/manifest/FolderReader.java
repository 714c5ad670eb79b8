package org.tandemml.registry.manifest;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tandemml.artifact.ArtifactEntry;
import org.tandemml.artifact.ArtifactPath;
import org.tandemml.artifact.ArtifactStore;
import org.tandemml.artifact.OpenArtifact;
import org.tandemml.artifact.Sha256;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.manifest.Manifest;

/** Reads all files of a folder for its manifest. */
@Singleton
final class FolderReader {
    /** The most files that a version can have. */
    static final int MAX_FILES = 100_000;

    private static final int BUFFER_BYTES = 128 * 1024;

    private final ArtifactStore store;

    FolderReader(ArtifactStore store) {
        this.store = store;
    }

    /**
     * The files of a folder, or the one file that is in its place.
     *
     * @param files ordered by path
     */
    record Listing(ArtifactPath folder, List<ArtifactEntry> files) {
        long bytes() {
            return files.stream().mapToLong(ArtifactEntry::size).sum();
        }

        /** A file that is itself what is sealed goes by its name. */
        String pathOf(ArtifactEntry file) {
            List<String> segments = file.path().segments();
            int depth = folder.segments().size();
            return segments.size() == depth
                    ? file.path().name()
                    : String.join("/", segments.subList(depth, segments.size()));
        }
    }

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if there are too many
     */
    Listing list(ArtifactPath folder) {
        Optional<ArtifactEntry> file = store.stat(folder).filter(found -> !found.folder());
        if (file.isPresent()) {
            return new Listing(folder, List.of(file.get()));
        }
        try (Stream<ArtifactEntry> files = store.files(folder)) {
            List<ArtifactEntry> found = files.limit(MAX_FILES + 1L).toList();
            if (found.size() > MAX_FILES) {
                throw TandemException.invalid(
                        "The folder holds more than " + MAX_FILES + " files.");
            }
            return new Listing(folder, found);
        }
    }

    /**
     * Reads the listed files.
     *
     * @param alive called every now and then; may throw to stop
     * @throws TandemException {@code RESOURCE_CONFLICT} if they are no longer what was listed
     */
    Manifest read(Listing listing, Runnable alive) {
        List<Manifest.Entry> entries = new ArrayList<>(listing.files().size());
        for (ArtifactEntry file : listing.files()) {
            alive.run();
            entries.add(new Manifest.Entry(listing.pathOf(file), file.size(), digest(file, alive)));
        }
        if (!list(listing.folder()).equals(listing)) {
            throw changed("the folder");
        }
        return new Manifest(entries);
    }

    private String digest(ArtifactEntry file, Runnable alive) {
        MessageDigest digest = Sha256.computation();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (OpenArtifact open = store.open(file.path());
                InputStream content = open.read(0, open.size())) {
            int read;
            while ((read = content.read(buffer)) >= 0) {
                digest.update(buffer, 0, read);
                size += read;
                alive.run();
            }
        } catch (IOException failed) {
            throw new TandemException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "A file cannot be read from the artifact store now.",
                    failed);
        }
        if (size != file.size()) {
            throw changed("file '" + Texts.excerpt(file.path().toString()) + "'");
        }
        return Sha256.of(digest.digest()).hex();
    }

    private static TandemException changed(String what) {
        return new TandemException(
                ErrorCode.RESOURCE_CONFLICT,
                "Somebody changed " + what + " in the artifact store while it was read.");
    }
}

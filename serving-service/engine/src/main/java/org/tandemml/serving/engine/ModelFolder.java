package org.tandemml.serving.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.tandemml.model.mlmodel.MlModel;

/**
 * Reads the model file that a flavor names. The name was written by whoever made the model, so it
 * is followed only to a regular file inside the folder, never through a link.
 */
public final class ModelFolder {
    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .+-]*");
    private static final int MAX_SEGMENTS = 8;
    private static final int MAX_SEGMENT_LENGTH = 255;

    private ModelFolder() {}

    /**
     * The bytes of the file that the flavor's {@code data} entry names.
     *
     * @param folder the model's folder
     * @param mlmodel its MLmodel file
     * @param flavor the flavor to look at
     * @param maxBytes a larger file is refused unread
     * @throws ModelLoadException if the entry is not a plain relative name, or the file is not
     *     there, is no regular file of the folder, or is too large
     */
    public static byte[] read(Path folder, MlModel mlmodel, String flavor, int maxBytes)
            throws ModelLoadException {
        String name = name(mlmodel, flavor);
        Path file = locate(folder, name, flavor);
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() != -1) {
                throw new ModelLoadException(
                        "The model file '%s' is larger than the %d MiB that are read."
                                .formatted(name, maxBytes >> 20));
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new ModelLoadException(
                    "The model file '%s' cannot be read.".formatted(name), unreadable);
        }
    }

    private static String name(MlModel mlmodel, String flavor) throws ModelLoadException {
        Object data =
                mlmodel.flavor(flavor)
                        .orElseThrow(
                                () ->
                                        new ModelLoadException(
                                                "The MLmodel file has no flavor '%s'."
                                                        .formatted(flavor)))
                        .get("data");
        if (!(data instanceof String name) || name.isEmpty()) {
            throw new ModelLoadException(
                    "The MLmodel file's flavor '%s' must name the model file under 'data'."
                            .formatted(flavor));
        }
        return name;
    }

    private static Path locate(Path folder, String name, String flavor) throws ModelLoadException {
        String[] segments = name.split("/", -1);
        boolean plain = segments.length <= MAX_SEGMENTS;
        for (String segment : segments) {
            plain &= segment.length() <= MAX_SEGMENT_LENGTH && SEGMENT.matcher(segment).matches();
        }
        if (!plain) {
            throw new ModelLoadException(
                    ("The MLmodel file's flavor '%s' names a model file that is not a plain"
                                    + " relative name of the model folder.")
                            .formatted(flavor));
        }
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ModelLoadException(
                        "The model folder has no regular file '%s'.".formatted(name));
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw new ModelLoadException(
                        "The model file '%s' lies outside of the model folder.".formatted(name));
            }
            return file;
        } catch (IOException | InvalidPathException unusable) {
            throw new ModelLoadException(
                    "The model folder's file '%s' cannot be opened.".formatted(name), unusable);
        }
    }
}

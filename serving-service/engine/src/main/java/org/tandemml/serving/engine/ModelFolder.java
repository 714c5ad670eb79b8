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
    private static final String DATA = "data";
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
        return read(folder, mlmodel, flavor, DATA, maxBytes);
    }

    /**
     * The bytes of the file that an entry of the flavor names.
     *
     * @param key the entry, for flavors that call it something else than {@code data}
     * @throws ModelLoadException as {@link #read(Path, MlModel, String, int)}
     */
    public static byte[] read(Path folder, MlModel mlmodel, String flavor, String key, int maxBytes)
            throws ModelLoadException {
        String name = name(mlmodel, flavor, key);
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

    /**
     * The folder of the file that the flavor's {@code data} entry names, where files that the model
     * itself names may be.
     *
     * @throws ModelLoadException as {@link #read(Path, MlModel, String, int)}
     */
    public static Path parent(Path folder, MlModel mlmodel, String flavor)
            throws ModelLoadException {
        Path file = locate(folder, name(mlmodel, flavor, DATA), flavor);
        Path parent = file.getParent();
        return parent == null ? folder : parent;
    }

    private static String name(MlModel mlmodel, String flavor, String key)
            throws ModelLoadException {
        Object data =
                mlmodel.flavor(flavor)
                        .orElseThrow(
                                () ->
                                        new ModelLoadException(
                                                "The MLmodel file has no flavor '%s'."
                                                        .formatted(flavor)))
                        .get(key);
        if (!(data instanceof String name) || name.isEmpty()) {
            throw new ModelLoadException(
                    "The MLmodel file's flavor '%s' must name the model file under '%s'."
                            .formatted(flavor, key));
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

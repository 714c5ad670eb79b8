package org.tandemml.serving.engine.pickle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/** The members of a skops file, inflated under caps. Nothing is written to disk. */
final class SkopsFiles {
    private static final String SCHEMA = "schema.json";
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]{1,64}\\.(npy|npz|bin)");
    private static final int MAX_MEMBERS = 100_000;
    private static final long MAX_BYTES = 1L << 30;
    private static final int MAX_SCHEMA = 256 << 20;

    /** A member may be larger than what is read only if the file itself is large. */
    private static final int MAX_RATIO = 100;

    private static final int SMALL = 1 << 20;

    private final Map<String, byte[]> members = new HashMap<>();

    private SkopsFiles() {}

    static SkopsFiles of(byte[] file) throws ModelLoadException {
        SkopsFiles files = new SkopsFiles();
        long limit = Math.min(MAX_BYTES, SMALL + (long) file.length * MAX_RATIO);
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!name.equals(SCHEMA) && !NAME.matcher(name).matches()) {
                    throw new ModelLoadException(
                            "The skops file has a member '%s', which does not belong there."
                                    .formatted(Texts.excerpt(name)));
                }
                long most = Math.min(limit - total, name.equals(SCHEMA) ? MAX_SCHEMA : MAX_BYTES);
                byte[] content = zip.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
                if (zip.read() >= 0) {
                    throw new ModelLoadException(
                            "The skops file's member '%s' inflates beyond %d bytes."
                                    .formatted(name, most));
                }
                total += content.length;
                if (files.members.put(name, content) != null
                        || files.members.size() > MAX_MEMBERS) {
                    throw new ModelLoadException(
                            "The skops file has too many members, or one twice.");
                }
            }
        } catch (IOException | IllegalArgumentException damaged) {
            throw new ModelLoadException("The skops file is no readable zip.", damaged);
        }
        return files;
    }

    byte[] schema() throws ModelLoadException {
        return bytes(SCHEMA);
    }

    byte[] bytes(String name) throws ModelLoadException {
        byte[] content = members.get(name);
        if (content == null) {
            throw new ModelLoadException(
                    "The skops file has no member '%s'.".formatted(Texts.excerpt(name)));
        }
        return content;
    }
}

package org.tandemml.model.manifest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * All files of a folder: their paths, sizes and digests, and one digest that stands for all of it.
 * Two folders have the same manifest exactly when they hold the same bytes under the same paths.
 *
 * @param entries one for each file, in the order of the UTF-8 bytes of their paths
 */
public record Manifest(List<Entry> entries) {
    private static final String PREFIX = "sha256:";

    public Manifest {
        entries =
                entries.stream()
                        .sorted(Comparator.comparing(Manifest::pathBytes, Arrays::compareUnsigned))
                        .toList();
    }

    /**
     * A file.
     *
     * @param path below the folder, segments joined by {@code /}, without control characters
     * @param size in bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    public record Entry(String path, long size, String sha256) {
        private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

        /**
         * @throws TandemException {@code INVALID_PARAMETER_VALUE} if one of the three is malformed
         */
        public Entry {
            if (path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
                throw refused(path, "its path is empty or holds a control character");
            }
            if (size < 0 || !DIGITS.matcher(sha256).matches()) {
                throw refused(path, "expected a size and 64 hexadecimal digits");
            }
        }

        private static TandemException refused(String path, String reason) {
            return TandemException.invalid(
                    "Invalid file '" + Texts.excerpt(path) + "' of a manifest: " + reason + ".");
        }
    }

    /** One line for each file: its digest, its size and its path, with a blank between them. */
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            lines.append(entry.sha256())
                    .append(' ')
                    .append(entry.size())
                    .append(' ')
                    .append(entry.path())
                    .append('\n');
        }
        return lines.toString();
    }

    /** The SHA-256 digest of {@link #lines} in UTF-8: {@code sha256:} and 64 digits. */
    public String digest() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(lines().getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    /** How many bytes all files have together. */
    public long totalSize() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    private static byte[] pathBytes(Entry entry) {
        return entry.path().getBytes(StandardCharsets.UTF_8);
    }
}

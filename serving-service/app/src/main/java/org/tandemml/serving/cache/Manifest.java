package org.tandemml.serving.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files of a model folder.
 *
 * @param entries ordered by name
 */
record Manifest(List<Entry> entries) {
    Manifest {
        entries = entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
    }

    /**
     * A file.
     *
     * @param name its path below the folder, segments joined by {@code /}
     * @param size bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Entry(String name, long size, String sha256) {}

    /** Stands for the names and contents of all files: {@code sha256:} and 64 digits. */
    String digest() {
        MessageDigest digest = FileDigest.sha256();
        for (Entry entry : entries) {
            digest.update(line(entry).getBytes(StandardCharsets.UTF_8));
        }
        return "sha256:" + FileDigest.hex(digest);
    }

    /** One line a file, then the digest of those lines. */
    String write() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(line(entry));
        }
        return text.append(digest()).append('\n').toString();
    }

    private static String line(Entry entry) {
        return entry.sha256() + " " + entry.size() + " " + entry.name() + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws DamagedException if it is not exactly that
     */
    static Manifest read(String text) throws DamagedException {
        List<String> lines = text.lines().toList();
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
                String[] parts = line.split(" ", 3);
                entries.add(new Entry(parts[2], Long.parseLong(parts[1]), parts[0]));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            throw new DamagedException("its manifest is malformed");
        }
        Manifest manifest = new Manifest(entries);
        if (!manifest.write().equals(text)) {
            throw new DamagedException("its manifest does not match its own digest");
        }
        return manifest;
    }
}

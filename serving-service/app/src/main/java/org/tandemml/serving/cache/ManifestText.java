package org.tandemml.serving.cache;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.model.TandemException;
import org.tandemml.model.manifest.Manifest;

/** A manifest in the cache: its lines, and then the digest of those lines. */
final class ManifestText {
    private ManifestText() {}

    static String write(Manifest manifest) {
        return manifest.lines() + manifest.digest() + "\n";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws DamagedException if it is not exactly that
     */
    static Manifest read(String text) throws DamagedException {
        List<String> lines = text.lines().toList();
        List<Manifest.Entry> entries = new ArrayList<>();
        try {
            for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
                String[] parts = line.split(" ", 3);
                entries.add(new Manifest.Entry(parts[2], Long.parseLong(parts[1]), parts[0]));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException | TandemException malformed) {
            throw new DamagedException("its manifest is malformed");
        }
        Manifest manifest = new Manifest(entries);
        if (!write(manifest).equals(text)) {
            throw new DamagedException("its manifest does not match its own digest");
        }
        return manifest;
    }
}

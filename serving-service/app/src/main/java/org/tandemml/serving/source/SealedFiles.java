package org.tandemml.serving.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.model.Texts;
import org.tandemml.model.manifest.Manifest;

/** Holds what a folder lists against the manifest that the registry keeps of it. */
final class SealedFiles {
    private SealedFiles() {}

    /**
     * The listed files, each with the size and digest that it must have.
     *
     * @throws SourceException naming the first file that is missing, too much or of another size
     */
    static List<SourceFile> match(List<SourceFile> listed, Manifest manifest)
            throws SourceException {
        Map<String, SourceFile> rest = new HashMap<>();
        listed.forEach(file -> rest.put(file.name(), file));
        List<SourceFile> matched = new ArrayList<>();
        for (Manifest.Entry entry : manifest.entries()) {
            SourceFile file = rest.remove(entry.path());
            if (file == null) {
                throw refused(entry.path(), "is missing");
            }
            if (file.size() >= 0 && file.size() != entry.size()) {
                throw refused(
                        entry.path(),
                        "has " + file.size() + " bytes, in its manifest " + entry.size());
            }
            matched.add(new SourceFile(file.path(), entry.size(), file.location(), entry.sha256()));
        }
        String extra = rest.keySet().stream().sorted().findFirst().orElse(null);
        if (extra != null) {
            throw refused(extra, "is not in its manifest");
        }
        return matched;
    }

    private static SourceException refused(String path, String reason) {
        return SourceException.refused(
                "the files are not those that were registered: file '"
                        + Texts.excerpt(path)
                        + "' "
                        + reason);
    }
}

package org.tandemml.serving.source;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.tandemml.model.Texts;
import org.tandemml.serving.source.RegistryWire.FileWire;
import org.tandemml.serving.source.RegistryWire.FilesAnswer;

/** Model folders behind the registry's artifact proxy: {@code mlflow-artifacts:} URIs. */
final class ProxiedFiles {
    private static final String ROOT = "/api/2.0/mlflow-artifacts/artifacts";

    private final RegistryHttp http;
    private final RegistryAddress address;

    ProxiedFiles(RegistryHttp http, RegistryAddress address) {
        this.http = http;
        this.address = address;
    }

    /** Lists all files of a folder and below. */
    List<SourceFile> list(String uri) throws SourceException {
        List<String> root = segments(uri);
        List<SourceFile> files = new ArrayList<>();
        Deque<List<String>> folders = new ArrayDeque<>();
        folders.add(List.of());
        while (!folders.isEmpty()) {
            List<String> folder = folders.remove();
            FileLimits.requireShallow(folder.size());
            for (FileWire entry : listFolder(join(root, folder))) {
                List<String> path = append(folder, baseName(entry.path()));
                if (entry.folder()) {
                    folders.add(path);
                } else {
                    long size = entry.size() == null ? -1 : entry.size();
                    files.add(new SourceFile(path, size, encoded(join(root, path))));
                }
                if (files.size() + folders.size() > FileLimits.MAX_FILES) {
                    throw SourceException.refused(
                            "the model folder has more than " + FileLimits.MAX_FILES + " files");
                }
            }
        }
        return FileLimits.requireBounded(files);
    }

    /** Reads one of the listed files. */
    void read(SourceFile file, ByteSink sink) throws SourceException, IOException {
        long limit = file.size() > 0 ? file.size() : FileLimits.MAX_BYTES;
        http.file(ROOT + "/" + file.location(), sink, limit);
    }

    private List<FileWire> listFolder(List<String> path) throws SourceException {
        String query = RegistryHttp.encode(String.join("/", path));
        return http.json(ROOT + "?path=" + query, FilesAnswer.class)
                .map(FilesAnswer::all)
                .orElse(List.of());
    }

    /** Only the last segment counts: servers differ in whether they give whole paths. */
    private static String baseName(@org.jspecify.annotations.Nullable String path)
            throws SourceException {
        String name = path == null ? "" : path;
        return FileLimits.requireSafe(name.substring(name.lastIndexOf('/') + 1));
    }

    private List<String> segments(String uri) throws SourceException {
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException malformed) {
            throw refused(uri);
        }
        String authority = parsed.getRawAuthority();
        boolean elsewhere = authority != null && !address.hasAuthority(authority);
        String path = parsed.getPath();
        if (!"mlflow-artifacts".equals(parsed.getScheme()) || path == null || elsewhere) {
            throw refused(uri);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(FileLimits.requireSafe(segment));
            }
        }
        return segments;
    }

    private static SourceException refused(String uri) {
        return SourceException.refused(
                "the version's files are at '"
                        + Texts.excerpt(uri)
                        + "', which serving cannot read: it reads mlflow-artifacts:/ through the"
                        + " registry's artifact proxy");
    }

    private static String encoded(List<String> path) {
        return String.join("/", path.stream().map(RegistryHttp::encode).toList());
    }

    private static List<String> append(List<String> folder, String name) {
        List<String> path = new ArrayList<>(folder);
        path.add(name);
        return path;
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Arrays.asList(
                java.util.stream.Stream.concat(first.stream(), second.stream())
                        .toArray(String[]::new));
    }
}

package org.tandemml.registry.artifact.rest;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The media type of an artifact, from its name alone. */
final class ContentTypes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private static final Set<String> TEXT_NAMES = Set.of("MLmodel", "MLproject");

    private static final Set<String> TEXT_EXTENSIONS =
            Set.of(
                    "cf",
                    "cfg",
                    "cnf",
                    "conf",
                    "csv",
                    "err",
                    "hocon",
                    "ini",
                    "js",
                    "json",
                    "log",
                    "md",
                    "prop",
                    "properties",
                    "py",
                    "py3",
                    "rst",
                    "toml",
                    "tsv",
                    "txt",
                    "xml",
                    "yaml",
                    "yml");

    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("avif", "image/avif"),
                    Map.entry("bmp", "image/bmp"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("htm", "text/html; charset=utf-8"),
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("png", "image/png"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("tar", "application/x-tar"),
                    Map.entry("tif", "image/tiff"),
                    Map.entry("tiff", "image/tiff"),
                    Map.entry("wav", "audio/x-wav"),
                    Map.entry("webm", "video/webm"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("zip", "application/zip"));

    private ContentTypes() {}

    /** What MLflow's server guesses for a file of this name, text kinds as plain text. */
    static String of(String name) {
        if (TEXT_NAMES.contains(name)) {
            return TEXT;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TEXT_EXTENSIONS.contains(extension)
                ? TEXT
                : BY_EXTENSION.getOrDefault(extension, BYTES);
    }
}

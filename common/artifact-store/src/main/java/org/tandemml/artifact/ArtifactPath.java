package org.tandemml.artifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * Where an artifact is inside a store: segments that were each checked against {@link SegmentRule},
 * so that no store ever joins unchecked text to a path. The only way to such a path is through the
 * check; the root has no segments.
 *
 * @param segments the names from the root down, never blank, never {@code .} or {@code ..}
 */
public record ArtifactPath(List<String> segments) {
    /** The root of a store, a folder. */
    public static final ArtifactPath ROOT = new ArtifactPath(List.of());

    /** The longest path in bytes of UTF-8, separators included (S3's limit for a key). */
    public static final int MAX_BYTES = 1024;

    public ArtifactPath {
        segments = List.copyOf(segments);
        segments.forEach(SegmentRule::check);
        if (bytes(segments) > MAX_BYTES) {
            throw refused(
                    String.join("/", segments),
                    "it is longer than " + MAX_BYTES + " bytes of UTF-8");
        }
    }

    /**
     * Reads the path of a file: text that HTTP has decoded once, segments between single slashes.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is empty or not allowed;
     *     nothing is looked up, so the answer is the same whether the file exists or not
     */
    public static ArtifactPath parse(String text) {
        if (text.length() > MAX_BYTES) {
            throw refused(text, "it is longer than " + MAX_BYTES + " bytes of UTF-8");
        }
        return new ArtifactPath(List.of(text.split("/", -1)));
    }

    /**
     * Reads the path of a folder, as {@link #parse} does; empty text is the root and one slash at
     * the end is allowed.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public static ArtifactPath parseFolder(String text) {
        String trimmed =
                text.length() > 1 && text.endsWith("/")
                        ? text.substring(0, text.length() - 1)
                        : text;
        return trimmed.isEmpty() ? ROOT : parse(trimmed);
    }

    /** The path of something below this folder. */
    public ArtifactPath resolve(ArtifactPath below) {
        List<String> all = new ArrayList<>(segments);
        all.addAll(below.segments);
        return new ArtifactPath(all);
    }

    /**
     * The path of one thing in this folder.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if the name is not allowed
     */
    public ArtifactPath resolve(String name) {
        return resolve(new ArtifactPath(List.of(name)));
    }

    /** Whether this is the root of the store. */
    public boolean isRoot() {
        return segments.isEmpty();
    }

    /**
     * The last segment.
     *
     * @throws IllegalStateException for the root, which has no name
     */
    public String name() {
        if (isRoot()) {
            throw new IllegalStateException("The root has no name");
        }
        return segments.get(segments.size() - 1);
    }

    /**
     * The folder that this is in.
     *
     * @throws IllegalStateException for the root, which is in no folder
     */
    public ArtifactPath parent() {
        if (isRoot()) {
            throw new IllegalStateException("The root has no parent");
        }
        return new ArtifactPath(segments.subList(0, segments.size() - 1));
    }

    /** The segments joined by slashes; the root is empty text. */
    @Override
    public String toString() {
        return String.join("/", segments);
    }

    static TandemException refused(String text, String reason) {
        return TandemException.invalid(
                "Invalid path '" + Texts.excerpt(text) + "': " + reason + ".");
    }

    private static int bytes(List<String> segments) {
        int separators = Math.max(0, segments.size() - 1);
        return separators
                + segments.stream().mapToInt(s -> s.getBytes(StandardCharsets.UTF_8).length).sum();
    }
}

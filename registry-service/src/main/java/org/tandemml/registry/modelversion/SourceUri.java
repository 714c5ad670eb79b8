package org.tandemml.registry.modelversion;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.model.Decodings;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The source of a model version, once it is known to be harmless: an absolute place, of a scheme
 * that names a store, without a relative part in any encoding.
 *
 * @param text the source as it was sent
 * @param scheme in lower case; {@code file} for a bare path
 * @param rest what stands after the scheme and its colon
 */
record SourceUri(String text, String scheme, String rest) {
    /** The largest number of characters. */
    static final int MAX_LENGTH = 2048;

    static final String FILE = "file";
    static final String PROXIED = "mlflow-artifacts";
    static final String RUNS = "runs";
    static final String MODELS = "models";

    private static final Pattern WITH_SCHEME =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);
    private static final String LOCALHOST = "//localhost";

    /** Stores of MLflow and of its plug-ins that a path in them names without choosing a host. */
    private static final Set<String> OBJECT_STORES =
            Set.of(
                    "s3", "s3a", "s3n", "gs", "wasb", "wasbs", "abfs", "abfss", "adl", "dbfs",
                    "hdfs", "viewfs", "r2", "b2", "oss", "cos", "cosn", "obs", "swift");

    private static final Set<String> OURS = Set.of(FILE, PROXIED, RUNS, MODELS);

    /**
     * Reads a source.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} saying what is wrong with it
     */
    static SourceUri parse(String source) {
        Texts.requireLength("source", source, MAX_LENGTH);
        requireHarmless(source);
        SourceUri uri = split(source);
        boolean bare = uri.rest.equals(source);
        if (bare && !source.startsWith("/")) {
            throw refused(source, "expected a URI or an absolute path");
        }
        boolean ours = OURS.contains(uri.scheme);
        if (!ours && !OBJECT_STORES.contains(uri.scheme)) {
            throw refused(
                    source,
                    "the scheme '"
                            + Texts.excerpt(uri.scheme)
                            + "' names no store of models; expected runs:/, models:/,"
                            + " mlflow-artifacts:/ or an object store such as s3://");
        }
        if (!uri.rest.startsWith("/")) {
            throw refused(source, "expected an absolute path after the scheme");
        }
        if (ours && !uri.scheme.equals(MODELS) && uri.rest.matches("(?s).*[?#;].*")) {
            throw refused(source, "its path holds one of ? # ;");
        }
        boolean namesHost = uri.rest.startsWith("//") && !uri.rest.startsWith("///");
        boolean local = uri.scheme.equals(FILE) && uri.rest.startsWith(LOCALHOST + "/");
        if (ours && namesHost && !local) {
            throw refused(source, "it names a host; expected one slash after the scheme");
        }
        return uri;
    }

    /** The folder of a run or logged model, as the registry itself wrote it down. */
    static SourceUri folder(String uri) {
        return split(uri);
    }

    private static SourceUri split(String text) {
        Matcher parts = WITH_SCHEME.matcher(text);
        return parts.matches()
                ? new SourceUri(text, parts.group(1).toLowerCase(Locale.ROOT), parts.group(2))
                : new SourceUri(text, FILE, text);
    }

    /** The parts of the path, with a {@code file:} URI's percent signs decoded. */
    List<String> segments() {
        String path = rest;
        if (scheme.equals(FILE) && !rest.equals(text)) {
            String bare = path.startsWith(LOCALHOST) ? path.substring(LOCALHOST.length()) : path;
            path = Decodings.once(bare).orElse(bare);
        }
        return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    }

    /** Whether this place is the folder of another or lies below it. */
    boolean isWithin(SourceUri folder) {
        List<String> above = folder.segments();
        List<String> own = segments();
        return scheme.equals(folder.scheme)
                && !above.isEmpty()
                && own.size() >= above.size()
                && own.subList(0, above.size()).equals(above);
    }

    /**
     * Refuses control characters, backslashes and relative parts, decoded until nothing changes.
     */
    private static void requireHarmless(String source) {
        Decodings.of(source)
                .orElseThrow(
                        () ->
                                refused(
                                        source,
                                        "a percent-encoded part is not UTF-8, or is encoded many"
                                                + " times over"))
                .forEach(form -> requireNoRelativePart(source, form));
    }

    private static void requireNoRelativePart(String source, String decoded) {
        if (decoded.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
            throw refused(source, "it holds a backslash or a control character");
        }
        // NFKC turns the wide twins of dot and slash into dot and slash.
        String plain = Normalizer.normalize(decoded, Normalizer.Form.NFKC);
        for (String segment : plain.split("[/?#;:]", -1)) {
            if (segment.strip().equals("..") || segment.strip().equals(".")) {
                throw refused(source, "it has a relative part");
            }
        }
    }

    static TandemException refused(String source, String reason) {
        return TandemException.invalid(
                "Invalid model version source: '" + Texts.excerpt(source) + "'; " + reason + ".");
    }
}

package org.tandemml.registry.experiment;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tandemml.model.Decodings;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * A place for artifacts that a client chose: the URI of a store that MLflow's clients know, or a
 * path. It is only kept and handed out; this service opens nothing outside its own artifact root.
 * Refused are forms that some reader could take for another place: {@code ..} in any encoding,
 * queries, fragments, parameters, backslashes, control characters.
 */
public record ArtifactLocation(String value) {
    private static final int MAX_LENGTH = 2048;
    private static final Pattern BROKEN_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    private static final Set<String> SCHEMES =
            Set.of(
                    "file",
                    "s3",
                    "gs",
                    "r2",
                    "b2",
                    "oss",
                    "wasb",
                    "wasbs",
                    "abfs",
                    "abfss",
                    "dbfs",
                    "hdfs",
                    "viewfs",
                    "http",
                    "https",
                    "ftp",
                    "sftp",
                    "mlflow-artifacts");

    public ArtifactLocation {
        Texts.requireLength("artifact_location", value, MAX_LENGTH);
        if (value.isBlank()) {
            throw refused(value, "it is blank");
        }
        requireKnownScheme(value);
        requireUnambiguousOnceDecoded(value);
    }

    private static void requireUnambiguousOnceDecoded(String value) {
        if (BROKEN_ENCODING.matcher(value).find()) {
            throw refused(value, "a % is not followed by two hexadecimal digits");
        }
        Decodings.of(value)
                .orElseThrow(
                        () ->
                                refused(
                                        value,
                                        "its percent-encoding is not UTF-8, or is there many times"
                                                + " over"))
                .forEach(form -> requireUnambiguous(value, form));
    }

    private static void requireKnownScheme(String value) {
        Matcher scheme = SCHEME.matcher(value);
        int colon = value.indexOf(':');
        int slash = value.indexOf('/');
        boolean prefixed = colon >= 0 && (slash < 0 || colon < slash);
        if (prefixed
                && !(scheme.matches()
                        && SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT)))) {
            throw refused(
                    value,
                    "MLflow's clients know no store of that scheme, but those of "
                            + String.join(", ", new TreeSet<>(SCHEMES)));
        }
    }

    private static void requireUnambiguous(String value, String decoded) {
        String plain = Normalizer.normalize(decoded, Normalizer.Form.NFKC);
        boolean odd =
                plain.chars().anyMatch(c -> Character.isISOControl(c) || "?#;\\".indexOf(c) >= 0);
        if (odd) {
            throw refused(value, "it holds one of ? # ; \\ or a control character");
        }
        if (Arrays.stream(plain.split("[/:]", -1)).anyMatch(part -> part.strip().equals(".."))) {
            throw refused(value, "it holds '..'");
        }
    }

    private static TandemException refused(String value, String reason) {
        return TandemException.invalid(
                "Invalid value '"
                        + Texts.excerpt(value)
                        + "' for artifact_location: "
                        + reason
                        + ".");
    }

    @Override
    public String toString() {
        return value;
    }
}

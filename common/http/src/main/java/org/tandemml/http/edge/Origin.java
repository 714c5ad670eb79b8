package org.tandemml.http.edge;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a web page comes from, as its browser says.
 *
 * @param port the default of the scheme if none was written
 */
record Origin(String scheme, HostName host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(https?)://([^/?#@]+?)(?::([0-9]{1,5}))?", Pattern.CASE_INSENSITIVE);

    /** Reads an Origin header; empty for {@code null} and everything else that is no web page. */
    static Optional<Origin> of(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
        return HostName.of(parts.group(2)).map(host -> new Origin(scheme, host, port));
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}

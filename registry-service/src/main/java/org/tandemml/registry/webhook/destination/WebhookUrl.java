package org.tandemml.registry.webhook.destination;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The URL of a webhook: absolute, with a host that every program reads the same way. It may hold a
 * secret in its path, so messages and logs show the host at most.
 */
public final class WebhookUrl {
    private static final int MAX_LENGTH = 500;

    /** What some programs take as an IPv4 address: the last part is a number of any kind. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final Pattern IPV4 =
            Pattern.compile(
                    "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
                            + "(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}");

    private final URI uri;
    private final String host;

    private WebhookUrl(URI uri, String host) {
        this.uri = uri;
        this.host = host;
    }

    /**
     * Reads a URL from outside.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that does not repeat the URL
     */
    public static WebhookUrl parse(String text) {
        Texts.requireLength("url", text, MAX_LENGTH);
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            throw invalid(
                    "it is malformed at position " + Math.max(malformed.getIndex(), 0), malformed);
        }
        if (uri.getScheme() == null || uri.isOpaque()) {
            throw invalid("expected scheme://host/path", null);
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("it must hold no user name or password", null);
        }
        if (uri.getHost() == null) {
            throw invalid(
                    "expected a host of letters, digits, '-' and '.', or an IP address; other"
                            + " alphabets in their xn-- form",
                    null);
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw invalid("expected a port from 1 to 65535", null);
        }
        return new WebhookUrl(uri, requireCanonical(uri.getHost().toLowerCase(Locale.ROOT)));
    }

    /** A URL that {@link #parse} took before. */
    public static WebhookUrl stored(String text) {
        return parse(text);
    }

    /** The text as it was given. */
    public String text() {
        return uri.toString();
    }

    /** In lower case. */
    public String scheme() {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    /** The name or address, in lower case and without the brackets of IPv6. */
    public String host() {
        return host;
    }

    /** What a request names as its host: with brackets, and with a port that is not the usual. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return uri.getPort() < 0 ? name : name + ":" + uri.getPort();
    }

    /** The port, also if the URL has none. */
    public int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return scheme().equals("https") ? 443 : 80;
    }

    /** Path and query as a request names them. */
    public String target() {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Shows no more than where it leads. */
    @Override
    public String toString() {
        return scheme() + "://" + authority() + "/...";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookUrl url && url.uri.equals(uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** Refuses spellings of addresses that one program takes for another address than the next. */
    private static String requireCanonical(String host) {
        if (host.startsWith("[")) {
            if (host.indexOf('%') >= 0) {
                throw invalid("an IPv6 address must have no zone", null);
            }
            return host.substring(1, host.length() - 1);
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (NUMERIC.matcher(name).matches()
                && !(IPV4.matcher(name).matches() && name.equals(host))) {
            throw invalid(
                    "expected an IPv4 address as four decimal numbers without leading zeros", null);
        }
        return host;
    }

    private static TandemException invalid(String why, @Nullable Throwable cause) {
        return new TandemException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Invalid webhook URL: " + why + ".", cause);
    }
}

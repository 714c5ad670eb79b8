package org.tandemml.http.edge;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tandemml.http.settings.WrongSettingException;
import org.tandemml.model.Texts;

/** The web pages that may call this service: its own, and those that the settings name. */
final class AllowedOrigins {
    private static final Pattern ENTRY =
            Pattern.compile(
                    "(?:(https?)://)?([^/?#@]+?)(?::([0-9]{1,5}|\\*))?/?",
                    Pattern.CASE_INSENSITIVE);
    private static final String ANY = "*";

    private final List<Entry> entries;
    private final boolean any;

    private AllowedOrigins(List<Entry> entries, boolean any) {
        this.entries = entries;
        this.any = any;
    }

    /** One origin of the list; what is null may be anything. */
    private record Entry(@Nullable String scheme, HostPattern host, @Nullable Integer port) {
        boolean matches(Origin origin) {
            return (scheme == null || scheme.equals(origin.scheme()))
                    && (port == null || port == origin.port())
                    && host.test(origin.host());
        }
    }

    /**
     * @throws WrongSettingException saying what to write instead
     */
    static AllowedOrigins of(List<String> texts) {
        boolean any = texts.stream().anyMatch(text -> text.strip().equals(ANY));
        return new AllowedOrigins(
                texts.stream()
                        .filter(text -> !text.strip().equals(ANY))
                        .map(AllowedOrigins::entry)
                        .toList(),
                any);
    }

    private static Entry entry(String text) {
        Matcher parts = ENTRY.matcher(text.strip());
        if (!parts.matches()) {
            throw refused(text);
        }
        String scheme = parts.group(1) == null ? null : parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(3);
        return new Entry(
                scheme,
                HostPattern.of(parts.group(2)).orElseThrow(() -> refused(text)),
                port == null || port.equals(ANY) ? null : Integer.valueOf(port));
    }

    private static WrongSettingException refused(String text) {
        return new WrongSettingException(
                "TANDEM_CORS_ALLOWED_ORIGINS holds '"
                        + Texts.excerpt(text)
                        + "'; expected origins such as https://app.example.org or"
                        + " https://*.example.org, separated by commas.");
    }

    /** Whether every page of the Internet is allowed. */
    boolean allowAny() {
        return any;
    }

    /**
     * Whether a page may call.
     *
     * @param origin the header as it came
     * @param host what the request itself names
     */
    boolean allow(String origin, HostName host) {
        return any
                || Origin.of(origin)
                        .filter(
                                page ->
                                        isOwn(page.host(), host)
                                                || entries.stream()
                                                        .anyMatch(entry -> entry.matches(page)))
                        .isPresent();
    }

    /** Proxies change ports and schemes on the way, so only the hosts are compared. */
    private static boolean isOwn(HostName page, HostName host) {
        return page.equals(host) || page.isLoopback() && host.isLoopback();
    }
}

package org.tandemml.registry.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a field can be turned into by somebody who means harm, or by a client that is broken. */
final class Hostile {
    static final String TEMPLATE = "${TANDEM_HOME}${user.home}#{1+1}{{7*7}}$HOME";

    /** As JSON text; each takes the place of a field. */
    static final List<String> VALUES =
            List.of(
                    "\"a\\u0000b\"",
                    "\"\\ud800\"",
                    "\"\"",
                    quoted(TEMPLATE),
                    "\"' OR 1=1 --\"",
                    "\"a\\\"b\\\\c\\n\\r\\t\\u0001\"",
                    "\"\\uff0e\\uff0e/\\u202e\"",
                    "-1",
                    "1.5",
                    "1e400",
                    "-9223372036854775809",
                    "9".repeat(500),
                    quoted("9".repeat(500)),
                    "null",
                    "[]",
                    "{}",
                    "[null]",
                    "[".repeat(10_000) + "]".repeat(10_000),
                    quoted("n".repeat(100_000)));

    static final String HUGE = quoted("n".repeat(16 << 20));
    static final List<String> BODIES =
            List.of(
                    "[]",
                    "[{}]",
                    "5",
                    "\"x\"",
                    "null",
                    "true",
                    "{",
                    "{\"a\":",
                    "{}{}",
                    "{\"a\" 1}",
                    "{'a': 1}",
                    "nonsense",
                    "{\"x\":" + "[".repeat(10_000),
                    "{\"x\":".repeat(10_000));

    /** In a query string or path, as they stand there. */
    static final List<String> RAW =
            List.of(
                    "%00",
                    "a%00b",
                    "%ED%A0%80",
                    "%c0%ae",
                    "%zz",
                    "%",
                    URLEncoder.encode(TEMPLATE, StandardCharsets.UTF_8),
                    "%27%20OR%201%3D1%20--",
                    "a%0d%0aX-Injected:%20y",
                    "-1",
                    "1e999",
                    "99999999999999999999",
                    "9".repeat(500),
                    "%5B%5D",
                    "n".repeat(20_000));

    private Hostile() {}

    static String quoted(String text) {
        return '"' + text + '"';
    }
}

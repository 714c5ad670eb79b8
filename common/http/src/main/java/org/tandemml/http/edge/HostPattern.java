package org.tandemml.http.edge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which hosts an entry of a list of settings allows: a host name or address, in which {@code *}
 * stands for any characters. A pattern of digits, such as {@code 192.168.*}, matches addresses
 * only: anybody can register a name that begins like one.
 */
final class HostPattern implements Predicate<HostName> {
    private static final Pattern WRITTEN = Pattern.compile("[\\p{L}\\p{N}._*-]{1,253}");
    private static final Pattern DIGITS = Pattern.compile("[0-9.*]*[0-9][0-9.*]*");

    private final Pattern hosts;
    private final boolean addressesOnly;

    private HostPattern(String glob) {
        this.addressesOnly = DIGITS.matcher(glob).matches();
        this.hosts =
                Pattern.compile(
                        Arrays.stream(glob.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")),
                        Pattern.DOTALL);
    }

    /** The pattern that a text is; empty if it is none. A port is left out. */
    static Optional<HostPattern> of(String entry) {
        String text = entry.strip().toLowerCase(Locale.ROOT);
        if (text.indexOf(':') != text.lastIndexOf(':') || text.startsWith("[")) {
            String bracketed = text.startsWith("[") ? text : "[" + text + "]";
            return HostName.of(bracketed)
                    .filter(HostName::isAddress)
                    .map(address -> new HostPattern(address.text()));
        }
        String host = text.replaceFirst(":(?:[0-9]{1,5}|\\*)$", "");
        return WRITTEN.matcher(host).matches()
                ? Optional.of(new HostPattern(host))
                : Optional.empty();
    }

    @Override
    public boolean test(HostName host) {
        return hosts.matcher(host.text()).matches() && (!addressesOnly || host.isAddress());
    }
}

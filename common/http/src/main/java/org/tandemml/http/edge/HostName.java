package org.tandemml.http.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host part of an authority, in lower case and without the port: a name, an IPv4 address or an
 * IPv6 address without its brackets.
 */
record HostName(String text) {
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f:.]{2,45})]|([^\\[\\]:/?#@\\\\\\s]{1,253}))(?::[0-9]{0,5})?");
    private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    /** The host of {@code host}, {@code host:port} or {@code [address]:port}, if it is one. */
    static Optional<HostName> of(@Nullable String authority) {
        if (authority == null) {
            return Optional.empty();
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(1) != null) {
            return literal(parts.group(1).toLowerCase(Locale.ROOT))
                    .map(address -> new HostName(address.getHostAddress()));
        }
        String host = parts.group(2);
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return bare.isEmpty()
                ? Optional.empty()
                : Optional.of(new HostName(bare.toLowerCase(Locale.ROOT)));
    }

    /** Whether it names the machine itself. */
    boolean isLoopback() {
        return text.equals("localhost")
                || text.endsWith(".localhost")
                || address()
                        .filter(a -> a.isLoopbackAddress() || a.isAnyLocalAddress())
                        .isPresent();
    }

    /** Whether it is an address of a network that the Internet does not reach. */
    boolean isPrivateAddress() {
        return address()
                .filter(
                        a ->
                                a.isSiteLocalAddress() && !(a instanceof Inet6Address)
                                        || a instanceof Inet6Address
                                                && (a.getAddress()[0] & 0xFE) == 0xFC)
                .isPresent();
    }

    boolean isAddress() {
        return address().isPresent();
    }

    private Optional<InetAddress> address() {
        return literal(text);
    }

    private static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // A literal: nobody is asked.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

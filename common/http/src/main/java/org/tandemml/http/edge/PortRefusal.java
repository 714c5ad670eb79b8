package org.tandemml.http.edge;

import java.net.BindException;

/** What to tell a user whose service cannot listen where it was told to. */
public final class PortRefusal {
    private PortRefusal() {}

    /**
     * One line: the port and the address, what the system said, and what to do about it.
     *
     * @param host the address or name, {@code quarkus.http.host}
     * @param port the port, {@code quarkus.http.port}
     * @param refused what the system said when the port was bound
     */
    public static String line(String host, int port, BindException refused) {
        String said = String.valueOf(refused.getMessage());
        if (said.contains("Permission denied")) {
            return "This user may not listen on port "
                    + port
                    + " of "
                    + host
                    + "; set QUARKUS_HTTP_PORT to one above 1023.";
        }
        if (said.contains("assign requested address")) {
            return host + " is not an address of this machine; correct QUARKUS_HTTP_HOST.";
        }
        return "Port "
                + port
                + " on "
                + host
                + " cannot be used ("
                + reason(said)
                + "); stop what uses it or set QUARKUS_HTTP_PORT to another one.";
    }

    /** The system's own words, which stand last. */
    private static String reason(String said) {
        return said.substring(said.lastIndexOf(": ") + 1).strip();
    }
}

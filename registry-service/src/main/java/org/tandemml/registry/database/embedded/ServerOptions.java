package org.tandemml.registry.database.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of our own PostgreSQL; all others are PostgreSQL's. */
final class ServerOptions {
    private static final Map<String, String> FIXED =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("listen_addresses", "127.0.0.1"),
                            // No socket file: nothing stale after a kill, nothing in /tmp.
                            Map.entry("unix_socket_directories", ""),
                            Map.entry("password_encryption", "scram-sha-256"),
                            Map.entry("fsync", "on"),
                            Map.entry("full_page_writes", "on"),
                            Map.entry("synchronous_commit", "on"),
                            Map.entry("max_connections", "60"),
                            Map.entry("random_page_cost", "1.1"),
                            Map.entry("jit", "off"),
                            Map.entry("timezone", "UTC"),
                            Map.entry("log_timezone", "UTC"),
                            Map.entry("log_checkpoints", "off"),
                            // A violated constraint is ordinary; it would log user's names.
                            Map.entry("log_min_messages", "log"),
                            Map.entry("log_min_error_statement", "panic")));

    private ServerOptions() {}

    /** The settings as arguments of the server, quoted for the shell that starts it. */
    static String commandLine(int port) {
        String fixed =
                FIXED.entrySet().stream()
                        .map(setting -> "-c " + setting.getKey() + "='" + setting.getValue() + "'")
                        .collect(Collectors.joining(" "));
        return "-p " + port + " " + fixed;
    }
}

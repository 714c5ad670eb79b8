package org.tandemml.registry.database;

/**
 * How to reach a database.
 *
 * @param url {@code jdbc:postgresql://...}
 * @param password never printed
 */
public record DatabaseLogin(String url, String username, String password) {
    @Override
    public String toString() {
        return username + " at " + url;
    }
}

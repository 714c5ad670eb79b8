package org.tandemml.http.settings;

/**
 * Settings of a feature that the launch of its service must not know, checked with all others
 * before it starts. Found by {@link java.util.ServiceLoader}.
 */
public interface CheckedSettings {
    /** An interface with a {@code @ConfigMapping}. */
    Class<?> mapping();
}

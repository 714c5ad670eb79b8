package org.tandemml.testkit;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of settings, {@code docs/settings.md}, held against the interfaces that read them. */
public final class SettingsPage {
    private SettingsPage() {}

    /**
     * The settings that the page does not list.
     *
     * @param prefix the prefix of the mapping, for example {@code tandem.serving}
     * @param mapping an interface whose methods are settings; a method that returns an interface
     *     nested in it is a group of settings
     * @return environment variables, empty if the page lists all
     * @throws IOException if the page cannot be read
     */
    public static List<String> missing(String prefix, Class<?> mapping) throws IOException {
        String page = Files.readString(page());
        return settings(prefix, mapping).stream()
                .filter(variable -> !page.contains("`" + variable + "`"))
                .toList();
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path page = folder.resolve("docs").resolve("settings.md");
            if (Files.isRegularFile(page)) {
                return page;
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException("no docs/settings.md above the working directory");
    }

    private static List<String> settings(String prefix, Class<?> mapping) {
        List<String> variables = new ArrayList<>();
        for (Method setting : mapping.getDeclaredMethods()) {
            if (setting.isSynthetic()) {
                continue;
            }
            String name = prefix + "." + setting.getName().replaceAll("([A-Z])", "-$1");
            Class<?> type = setting.getReturnType();
            if (type.isInterface() && type.getEnclosingClass() == mapping) {
                variables.addAll(settings(name, type));
            } else {
                variables.add(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            }
        }
        return variables;
    }
}

package org.tandemml.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page of settings, {@code docs/settings.md}, made from the sources of the interfaces that read
 * them: the meaning is the Javadoc of a setting, its default what {@code WithDefault} or {@code
 * application.properties} says, or the Javadoc's sentence that begins with "Unset:".
 */
public final class SettingsPage {
    private static final Pattern PREFIX =
            Pattern.compile("@ConfigMapping\\(prefix = \"([\\w.-]+)\"\\)");

    /** An interface's head, or a setting with its Javadoc. */
    private static final Pattern PART =
            Pattern.compile(
                    "interface (?<group>\\w+) \\{"
                            + "|(?:/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s+)?"
                            + "(?:@WithDefault\\(\"(?<default>[^\"]*)\"\\)\\s+)?"
                            + "(?:@Expected\\((?:[^\")]|\"[^\"]*\")*\\)\\s+)?"
                            + "(?<type>[\\w<>]+) (?<name>\\w+)\\(\\);",
                    Pattern.DOTALL);

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(\\w+):(.*)}");
    private static final Pattern UNSET = Pattern.compile("\\s*Unset: (.*?)\\.(?=\\s|$)");

    private final Path file;
    private final Path module;
    private final String written;
    private String made;

    private SettingsPage(Path file, Path module, String written) {
        this.file = file;
        this.module = module;
        this.written = written;
        this.made = written;
    }

    /**
     * The page of this checkout, read in a test of a service.
     *
     * @return the page, in which no section has been made anew
     * @throws IOException if it cannot be read
     */
    public static SettingsPage read() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        for (Path folder = module; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("docs").resolve("settings.md");
            if (Files.isRegularFile(file)) {
                return new SettingsPage(file, module, Files.readString(file));
            }
        }
        throw new IllegalStateException("no docs/settings.md above the working directory");
    }

    /**
     * Makes the table of a section anew.
     *
     * @param title the heading of the section
     * @param given rows of settings that no interface reads
     * @param mappings interfaces with {@code ConfigMapping}; a setting whose type is an interface
     *     nested in it is a group of settings
     * @throws IOException if a source cannot be read
     */
    public void make(String title, List<String> given, List<Class<?>> mappings) throws IOException {
        List<String> rows = new ArrayList<>(given);
        Properties properties = new Properties();
        try (InputStream in =
                Files.newInputStream(module.resolve("src/main/resources/application.properties"))) {
            properties.load(in);
        }
        for (Class<?> mapping :
                mappings.stream().sorted(Comparator.comparing(Class::getSimpleName)).toList()) {
            rows.addAll(rows(Files.readString(source(mapping)), properties));
        }
        String table =
                "| variable | default | meaning |\n|---|---|---|\n" + String.join("\n", rows);
        Matcher section =
                Pattern.compile("(?<=\n## " + Pattern.quote(title) + "\n\n)[^\n]+(\n[^\n]+)*")
                        .matcher(made);
        if (!section.find()) {
            throw new IllegalStateException("no section '" + title + "' in " + file);
        }
        made = made.substring(0, section.start()) + table + made.substring(section.end());
    }

    /** The page as it is. */
    public String written() {
        return written;
    }

    /** The page as it should be. */
    public String made() {
        return made;
    }

    /**
     * Writes the page as it should be.
     *
     * @throws IOException if it cannot be written
     */
    public void write() throws IOException {
        Files.writeString(file, made);
    }

    private Path source(Class<?> mapping) throws IOException {
        Path name = Path.of("src/main/java", mapping.getName().replace('.', '/') + ".java");
        Path root = file.getParent().getParent();
        try (Stream<Path> folders = Files.walk(root, 2)) {
            return folders.map(folder -> folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no source of " + mapping));
        }
    }

    private static List<String> rows(String source, Properties properties) {
        Matcher prefix = PREFIX.matcher(source);
        if (!prefix.find()) {
            throw new IllegalArgumentException("no ConfigMapping in " + source);
        }
        List<String> rows = new ArrayList<>();
        Map<String, String> groups = new LinkedHashMap<>();
        String in = prefix.group(1);
        boolean outermost = true;
        Matcher part = PART.matcher(source);
        while (part.find()) {
            String group = part.group("group");
            if (group != null) {
                in = outermost ? in : groups.get(group);
                outermost = false;
                continue;
            }
            String property = in + "." + part.group("name").replaceAll("([A-Z])", "-$1");
            if (source.contains(" interface " + part.group("type") + " {")) {
                groups.put(part.group("type"), property.toLowerCase(Locale.ROOT));
            } else {
                rows.add(row(property.toLowerCase(Locale.ROOT), part, properties));
            }
        }
        return rows;
    }

    private static String row(String property, Matcher setting, Properties properties) {
        String variable = property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        if (setting.group("doc") == null) {
            throw new IllegalArgumentException(variable + " has no Javadoc");
        }
        String meaning = text(setting.group("doc"));
        String value = properties.getProperty(property, setting.group("default"));
        Matcher expression = EXPRESSION.matcher(value == null ? "" : value);
        if (expression.matches()) {
            meaning += " Also read from `" + expression.group(1) + "`.";
            value = expression.group(2);
        }
        String preset = value == null || value.isEmpty() ? "" : "`" + value + "`";
        Matcher unset = UNSET.matcher(meaning);
        if (unset.find()) {
            preset = unset.group(1);
            meaning = unset.replaceFirst("").strip();
        }
        return "| `%s` | %s | %s |"
                .formatted(variable, preset.replace("|", "\\|"), meaning.replace("|", "\\|"));
    }

    /** Javadoc as Markdown, in one line. */
    private static String text(String javadoc) {
        return javadoc.replaceAll("\\n\\s*\\* ?", "\n")
                .replaceAll("\\s+", " ")
                .strip()
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("``", "");
    }
}

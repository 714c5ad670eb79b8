package org.tandemml.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The differences that the page "moving from an MLflow server" names. Each line of its table says
 * for which requests it holds; {@code *} in a name stands for anything.
 */
final class AllowedDifferences {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final int CELLS = 4;

    private final List<Entry> entries;

    private AllowedDifferences(List<Entry> entries) {
        this.entries = entries;
    }

    /** One name of one line of the table. */
    private record Entry(String name, String mlflow, String tandem) {
        boolean allows(Difference difference) {
            return difference.mlflow().equals(mlflow)
                    && difference.tandem().equals(tandem)
                    && difference.request().matches(name.replace("*", ".*"));
        }
    }

    static AllowedDifferences read(Path page) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            if (!line.startsWith("| `")) {
                continue;
            }
            String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
            if (cells.length != CELLS || cells[CELLS - 1].isBlank()) {
                throw new IllegalArgumentException("no difference with a reason: " + line);
            }
            Matcher name = NAME.matcher(cells[0]);
            while (name.find()) {
                entries.add(new Entry(name.group(1), plain(cells[1]), plain(cells[2])));
            }
        }
        return new AllowedDifferences(entries);
    }

    private static String plain(String cell) {
        return cell.replace("`", "").trim();
    }

    /** What is not on the page. */
    List<Difference> unlisted(List<Difference> found) {
        return found.stream()
                .filter(difference -> entries.stream().noneMatch(e -> e.allows(difference)))
                .toList();
    }

    /** What is on the page, but was not found. */
    Set<String> gone(List<Difference> found) {
        return entries.stream()
                .filter(entry -> found.stream().noneMatch(entry::allows))
                .map(Entry::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

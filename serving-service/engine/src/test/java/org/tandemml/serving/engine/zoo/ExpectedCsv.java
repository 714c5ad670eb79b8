package org.tandemml.serving.engine.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's own answers for a model of the zoo: {@code expected.csv}.
 *
 * @param names the columns
 * @param rows cells by row
 */
public record ExpectedCsv(List<String> names, List<String[]> rows) {

    public static ExpectedCsv of(ZooModel zoo) throws IOException {
        List<String> lines = Files.readAllLines(zoo.folder().resolve("expected.csv"));
        return new ExpectedCsv(
                List.of(lines.get(0).split(",", -1)),
                lines.subList(1, lines.size()).stream().map(line -> line.split(",", -1)).toList());
    }

    /** The columns called so, or so and a colon and more: numbers, row-major. */
    public double[] numbers(String name) {
        int[] at =
                IntStream.range(0, names.size())
                        .filter(
                                i ->
                                        names.get(i).equals(name)
                                                || names.get(i).startsWith(name + ":"))
                        .toArray();
        return rows.stream()
                .flatMapToDouble(
                        row -> IntStream.of(at).mapToDouble(i -> Double.parseDouble(row[i])))
                .toArray();
    }

    /** One column as numbers, a list as {@link JsonTree} makes it. */
    public List<@Nullable Object> column(String name) {
        int at = names.indexOf(name);
        List<@Nullable Object> cells = new ArrayList<>();
        for (String[] row : rows) {
            cells.add(Double.valueOf(row[at]));
        }
        return cells;
    }
}

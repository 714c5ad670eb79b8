package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.registry.experiment.ExperimentSearch;
import org.tandemml.registry.loggedmodel.LoggedModelSearch;
import org.tandemml.registry.modelversion.ModelVersionSearch;
import org.tandemml.registry.registeredmodel.RegisteredModelSearch;
import org.tandemml.registry.run.RunSearch;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.FilterParser;

/** The page docs/search.md says what the code does. */
class SearchPageTest {
    private static final Path PAGE = Path.of("..", "docs", "search.md");

    static Stream<Arguments> entities() {
        return Stream.of(
                arguments("Runs", RunSearch.FIELDS),
                arguments("Experiments", ExperimentSearch.FIELDS),
                arguments("Registered models", RegisteredModelSearch.FIELDS),
                arguments("Model versions", ModelVersionSearch.FIELDS),
                arguments("Logged models", LoggedModelSearch.FIELDS));
    }

    @ParameterizedTest
    @MethodSource("entities")
    void itsTablesAreTheFieldsOfTheCode(String heading, SearchFields fields) throws IOException {
        assertThat(Files.readString(PAGE)).contains("### " + heading + "\n\n" + table(fields));
    }

    private static String table(SearchFields fields) {
        List<String> lines = new ArrayList<>();
        lines.add("| field | also | values | may be missing | in `order_by` |");
        lines.add("|---|---|---|---|---|");
        fields.attributes().stream().map(SearchPageTest::line).forEach(lines::add);
        fields.families().stream().map(SearchPageTest::line).forEach(lines::add);
        lines.add("");
        lines.add(
                "Order when none is given: "
                        + fields.defaultOrder().stream()
                                .map(term -> "`" + term + "`")
                                .collect(Collectors.joining(", "))
                        + "; rows that are equal: "
                        + fields.tieBreak().stream()
                                .map(term -> "`" + term + "`")
                                .collect(Collectors.joining(", "))
                        + ".");
        return String.join("\n", lines) + "\n";
    }

    private static String line(Attribute attribute) {
        String values =
                attribute.values().isEmpty()
                        ? type(attribute.type())
                        : attribute.values().stream()
                                .map(value -> "`" + value + "`")
                                .collect(Collectors.joining(", "));
        boolean several = !attribute.within().isEmpty();
        return row(
                attribute.shown(),
                attribute.aliases(),
                values
                        + (attribute.quotedNumbers() ? ", quoted or not" : "")
                        + (several ? "; several, any counts" : ""),
                attribute.nullable() || several,
                attribute.orderable());
    }

    private static String line(KeyedFamily family) {
        return row(
                family.shown(),
                family.aliases().stream().map(word -> word + ".<key>").toList(),
                type(family.type()) + (family.repeated() ? "; the latest counts" : ""),
                true,
                family.orderable());
    }

    private static String row(
            String name, List<String> also, String values, boolean missing, boolean ordered) {
        String others = also.stream().map(o -> "`" + o + "`").collect(Collectors.joining(", "));
        return Stream.of(
                        "`" + name + "`",
                        others,
                        values,
                        missing ? "yes" : "",
                        ordered ? "yes" : "")
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|"));
    }

    private static String type(FieldType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "integer";
            case REAL -> "number";
        };
    }

    @Test
    void itNamesEveryOperatorAndLimit() throws IOException {
        String page = Files.readString(PAGE);
        for (Operator operator : Operator.values()) {
            String word = operator.symbol().replace("NOT ", "").replace(" NOT", "");
            assertThat(page).contains(word);
        }
        assertThat(page)
                .contains("| conditions in a filter | " + FilterParser.MAX_CONDITIONS + " |")
                .contains("| nested parentheses and `NOT` | " + FilterParser.MAX_DEPTH + " |");
    }

    /**
     * Each example is a line of a list that begins with the filter, in double backticks, under the
     * entity's name.
     */
    @ParameterizedTest
    @MethodSource("entities")
    void itsExamplesCanBeRead(String heading, SearchFields fields) throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("### " + heading + "\n") + 4);
        int end = section.indexOf("\n##");
        List<String> examples =
                (end < 0 ? section : section.substring(0, end))
                        .lines()
                        .filter(line -> line.startsWith("- ``"))
                        .map(line -> line.substring(5, line.indexOf(" ``", 5)))
                        .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            assertThat(FilterParser.parse(fields, example).conditions()).isNotEmpty();
        }
    }
}

package org.tandemml.registry.search.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.SampleFields;

class OrderParserTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "metrics.acc, metrics.acc ASC",
                "metrics.acc DESC, metrics.acc DESC",
                "metric.acc desc, metrics.acc DESC",
                "params.`a b` Asc, params.a b ASC",
                "tags.mlflow.runName, tags.mlflow.runName ASC",
                "Created DESC, start_time DESC",
                "attributes.end_time asc, end_time ASC",
                "`Run Name`, run_name ASC"
            })
    void reads(String element, String meaning) {
        assertThat(shown(OrderParser.parse(SampleFields.RUNS, List.of(element))))
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~~, 1, expected a field",
                "~ ~, 2, expected a field",
                "~metrics.a, metrics.b~, 10, ~expected ASC, DESC or the end~",
                "metrics.a DOWN, 11, found DOWN",
                "metrics.a DESC ASC, 16, expected",
                "dataset.name, 1, 'name' is not an order of a run; there is none",
                "experiment_id, 1, is not an order of a run",
                "bogus.x, 1, unknown entity",
                "metrics.a > 1, 11, expected ASC"
            })
    void namesTheMistake(String element, int position, String what) {
        assertThatThrownBy(() -> OrderParser.parse(SampleFields.RUNS, List.of("run_id", element)))
                .isInstanceOf(TandemException.class)
                .hasMessageStartingWith("Invalid order_by[1] at position " + position + ": ")
                .hasMessageContaining(what);
    }

    @Test
    void aKeyStandsOnce() {
        assertThatThrownBy(
                        () ->
                                OrderParser.parse(
                                        SampleFields.RUNS,
                                        List.of("start_time", "metrics.a", "Created DESC")))
                .isInstanceOf(TandemException.class)
                .hasMessage("Invalid order_by[2]: 'start_time' stands there twice.");
    }

    @Test
    void theNumberOfKeysIsCapped() {
        List<String> elements =
                IntStream.range(0, 33).mapToObj(i -> "metrics.m" + i).collect(Collectors.toList());
        assertThatThrownBy(() -> OrderParser.parse(SampleFields.RUNS, elements))
                .isInstanceOf(TandemException.class)
                .hasMessageContaining("at most 32");
    }

    @Test
    void aBareFieldHasNoDirection() {
        assertThat(
                        OrderParser.field(SampleFields.RUNS, "order_by[0].field_name", "metrics.a")
                                .shown())
                .isEqualTo("metrics.a");
        assertThatThrownBy(
                        () ->
                                OrderParser.field(
                                        SampleFields.RUNS,
                                        "order_by[0].field_name",
                                        "metrics.a DESC"))
                .hasMessageStartingWith("Invalid order_by[0].field_name at position 11");
    }

    private static String shown(List<OrderTerm> terms) {
        return terms.stream()
                .map(term -> term.field().shown() + (term.ascending() ? " ASC" : " DESC"))
                .collect(Collectors.joining(", "));
    }
}

package org.tandemml.registry.registeredmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class RegisteredModelSearchTest {
    private final MlflowWire wire = new MlflowWire();

    private void model(String name, Map<String, String> tags) {
        List<Map<String, String>> list = new ArrayList<>();
        tags.forEach((key, value) -> list.add(Map.of("key", key, "value", value)));
        wire.post("registered-models/create", Map.of("name", name, "tags", list)).ok();
    }

    private Answer search(Object... query) {
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put((String) query[i], query[i + 1]);
        }
        return wire.get("registered-models/search", parameters);
    }

    private List<String> names(Answer answer) {
        List<String> names = new ArrayList<>();
        answer.ok()
                .json()
                .path("registered_models")
                .forEach(model -> names.add(model.get("name").asText()));
        return names;
    }

    @Test
    void filtersByNameAndTags() {
        model("rs-filter-a", Map.of("team", "risk"));
        model("rs-filter-b", Map.of("team", "fraud"));
        model("rs-FILTER-c", Map.of());
        assertThat(names(search("filter", "name = 'rs-filter-a'"))).containsExactly("rs-filter-a");
        assertThat(names(search("filter", "name LIKE 'rs-filter-%'")))
                .containsExactly("rs-filter-a", "rs-filter-b");
        assertThat(names(search("filter", "name ILIKE 'rs-filter-%'")))
                .containsExactlyInAnyOrder("rs-FILTER-c", "rs-filter-a", "rs-filter-b");
        assertThat(names(search("filter", "name LIKE 'rs-filter'"))).isEmpty();
        assertThat(names(search("filter", "name ILIKE 'rs-filter-%' and tags.team != 'risk'")))
                .containsExactly("rs-filter-b");
        assertThat(names(search("filter", "tag.`team` = 'risk' AND name LIKE 'rs-f%'")))
                .containsExactly("rs-filter-a");
        assertThat(search("filter", "name = 'rs-none'").ok().text()).isEqualTo("{}");
    }

    @Test
    void showsVersionsTagsAndAliases() {
        model("rs-golden-a", Map.of("k", "v"));
        model("rs-golden-b", Map.of());
        for (String name : List.of("rs-golden-a", "rs-golden-b")) {
            wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m")).ok();
        }
        wire.post(
                        "registered-models/alias",
                        Map.of("name", "rs-golden-a", "alias", "best", "version", "1"))
                .ok();
        Golden.assertMatches(
                "registered-models/search", search("filter", "name LIKE 'rs-golden-%'").json());
    }

    @Test
    void pagesInOrderAndEndsWithoutAToken() {
        for (String letter : List.of("c", "a", "d", "b")) {
            model("rs-page-" + letter, Map.of());
        }
        String filter = "name LIKE 'rs-page-%'";
        Answer first = search("filter", filter, "max_results", 2, "order_by", "name DESC");
        assertThat(names(first)).containsExactly("rs-page-d", "rs-page-c");
        String token = first.at("/next_page_token");
        Answer second =
                search(
                        "filter",
                        filter,
                        "max_results",
                        2,
                        "order_by",
                        "name DESC",
                        "page_token",
                        token);
        assertThat(names(second)).containsExactly("rs-page-b", "rs-page-a");
        assertThat(second.json().has("next_page_token")).isFalse();
        assertThat(names(search("filter", filter))).isSorted().hasSize(4);
        search("filter", filter, "page_token", token).invalid("token");
        search("page_token", "garbage").invalid("token");
    }

    @Test
    void ordersByTheLastChange() {
        for (String letter : List.of("a", "b", "c")) {
            model("rs-order-" + letter, Map.of());
        }
        wire.post("registered-models/set-tag", Map.of("name", "rs-order-a", "key", "k")).ok();
        List<String> filter = List.of("name LIKE 'rs-order-%'");
        assertThat(
                        names(
                                search(
                                        "filter",
                                        filter.get(0),
                                        "order_by",
                                        List.of("last_updated_timestamp DESC", "name ASC"))))
                .first()
                .isEqualTo("rs-order-a");
        search("order_by", "creation_timestamp").invalid("creation_timestamp");
        search("order_by", "tags.k").invalid("order_by");
        search("filter", "describtion = 'x'").invalid("describtion");
        search("filter", "stage = 'Canary'").invalid("position 9: 'stage' is never Canary");
        search("filter", "name > 'x'").invalid("name");
    }

    @Test
    void filtersByWhatMlflowCannot() {
        model("rs-more-a", Map.of("team", "risk"));
        model("rs-more-b", Map.of());
        wire.patch("registered-models/update", Map.of("name", "rs-more-a", "description", "Churn"))
                .ok();
        for (int i = 1; i <= 2; i++) {
            wire.post("model-versions/create", Map.of("name", "rs-more-b", "source", "s3://b/m"))
                    .ok();
            wire.post(
                            "registered-models/alias",
                            Map.of("name", "rs-more-b", "alias", "a" + i, "version", "" + i))
                    .ok();
        }
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", "rs-more-b", "version", "2", "stage", "Production"))
                .ok();
        Map<String, List<String>> expected =
                Map.ofEntries(
                        Map.entry("description ILIKE 'ch%'", List.of("rs-more-a")),
                        Map.entry("description IS NULL", List.of("rs-more-b")),
                        Map.entry("alias = 'a1'", List.of("rs-more-b")),
                        Map.entry("alias != 'a1'", List.of("rs-more-b")),
                        Map.entry("alias IS NULL", List.of("rs-more-a")),
                        Map.entry("stage = 'production'", List.of("rs-more-b")),
                        Map.entry("stage IN ('None')", List.of("rs-more-b")),
                        Map.entry("stage IS NULL", List.of("rs-more-a")),
                        Map.entry("NOT stage = 'Archived'", List.of("rs-more-a", "rs-more-b")),
                        Map.entry("timestamp > 5", List.of("rs-more-a", "rs-more-b")),
                        Map.entry("creation_timestamp <= 5", List.of()),
                        Map.entry("tags.team = 'x' OR NOT tags.team IS NULL", List.of("rs-more-a")),
                        Map.entry("name NOT LIKE '%-a'", List.of("rs-more-b")));
        expected.forEach(
                (filter, models) ->
                        assertThat(
                                        names(
                                                search(
                                                        "filter",
                                                        "("
                                                                + filter
                                                                + ") AND name LIKE 'rs-more-%'")))
                                .as(filter)
                                .isEqualTo(models));
    }

    @Test
    void aFilterThatSaysMoreAboutPromptsMeansWhatItSays() {
        model("rs-both-a", Map.of("mlflow.prompt.is_prompt", "true"));
        model("rs-both-b", Map.of());
        String tag = "tags.`mlflow.prompt.is_prompt`";
        Map<String, List<String>> expected =
                Map.of(
                        tag + " IS NOT NULL", List.of("rs-both-a"),
                        tag + " IS NULL", List.of("rs-both-b"),
                        "NOT " + tag + " = 'true'", List.of("rs-both-b"),
                        tag + " = 'true' OR name LIKE '%b'", List.of("rs-both-a", "rs-both-b"),
                        tag + " LIKE 'tr%'", List.of("rs-both-a"));
        expected.forEach(
                (filter, models) ->
                        assertThat(
                                        names(
                                                search(
                                                        "filter",
                                                        "name LIKE 'rs-both-%' AND ("
                                                                + filter
                                                                + ")")))
                                .as(filter)
                                .isEqualTo(models));
    }

    @ParameterizedTest
    @CsvSource({
        "'', rs-prompt-b rs-prompt-c",
        "= 'true', rs-prompt-a",
        "= 'True', rs-prompt-a",
        "!= 'false', rs-prompt-a",
        "= 'false', rs-prompt-b rs-prompt-c",
        "!= 'true', rs-prompt-b rs-prompt-c"
    })
    void promptsAreShownOnlyWhenTheFilterAsksForThem(String condition, String expected) {
        wire.delete("registered-models/delete", Map.of("name", "rs-prompt-a"));
        wire.delete("registered-models/delete", Map.of("name", "rs-prompt-b"));
        wire.delete("registered-models/delete", Map.of("name", "rs-prompt-c"));
        model("rs-prompt-a", Map.of("mlflow.prompt.is_prompt", "true"));
        model("rs-prompt-b", Map.of("mlflow.prompt.is_prompt", "false"));
        model("rs-prompt-c", Map.of());
        String filter =
                "name LIKE 'rs-prompt-%'"
                        + (condition.isEmpty()
                                ? ""
                                : " AND tag.`mlflow.prompt.is_prompt` " + condition);
        assertThat(names(search("filter", filter))).containsExactly(expected.split(" "));
    }

    @Test
    void theSizeOfAPageIsLimited() {
        for (String size : List.of("0", "-1", "1001", "abc", "1e99")) {
            search("max_results", size).invalid("max_results");
        }
        search("max_results", "1000").ok();
    }
}

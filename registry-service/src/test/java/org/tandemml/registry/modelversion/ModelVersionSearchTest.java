package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.testing.Golden;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;

@QuarkusTest
class ModelVersionSearchTest {
    private final MlflowWire wire = new MlflowWire();

    private void model(String name) {
        wire.post("registered-models/create", Map.of("name", name)).ok();
    }

    private void version(String name, String source, String runId, Map<String, String> tags) {
        List<Map<String, String>> list = new ArrayList<>();
        tags.forEach((key, value) -> list.add(Map.of("key", key, "value", value)));
        wire.post(
                        "model-versions/create",
                        Map.of("name", name, "source", source, "run_id", runId, "tags", list))
                .ok();
    }

    private Answer search(Object... query) {
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put((String) query[i], query[i + 1]);
        }
        return wire.get("model-versions/search", parameters);
    }

    private List<String> found(Answer answer) {
        List<String> found = new ArrayList<>();
        answer.ok()
                .json()
                .path("model_versions")
                .forEach(v -> found.add(v.get("name").asText() + "/" + v.get("version").asText()));
        return found;
    }

    @Test
    void filtersByEachField() {
        model("vs-f");
        model("vs-g");
        version("vs-f", "s3://b/vs-one", "vs-run1", Map.of("k", "1"));
        version("vs-f", "s3://b/vs-two", "vs-run2", Map.of("k", "2"));
        version("vs-g", "s3://b/vs-one", "vs-RUN3", Map.of());
        assertThat(found(search("filter", "name = 'vs-f'")))
                .containsExactlyInAnyOrder("vs-f/1", "vs-f/2");
        assertThat(found(search("filter", "name='vs-f' and version_number > 1")))
                .containsExactly("vs-f/2");
        assertThat(found(search("filter", "name='vs-f' and version_number = '1'")))
                .containsExactly("vs-f/1");
        assertThat(found(search("filter", "run_id = 'vs-run2'"))).containsExactly("vs-f/2");
        assertThat(found(search("filter", "run_id IN ('vs-run1', 'vs-RUN3')")))
                .containsExactlyInAnyOrder("vs-f/1", "vs-g/1");
        assertThat(found(search("filter", "name LIKE 'vs-_' AND run_id NOT IN ('vs-run1')")))
                .containsExactlyInAnyOrder("vs-f/2", "vs-g/1");
        assertThat(found(search("filter", "source_path = 's3://b/vs-one'")))
                .containsExactlyInAnyOrder("vs-f/1", "vs-g/1");
        assertThat(found(search("filter", "name ILIKE 'VS-F' AND tags.k = '2'")))
                .containsExactly("vs-f/2");
        for (String bad : List.of("stage = 'No'", "version = 'x'", "run_id IN ()", "nonsense")) {
            search("filter", bad).invalid("Invalid filter at position ");
        }
    }

    @Test
    void filtersByWhatMlflowCannot() {
        model("vs-more");
        for (int i = 0; i < 3; i++) {
            version("vs-more", "s3://b/vs-more-" + i, "", i == 0 ? Map.of() : Map.of("k", "" + i));
        }
        Map<String, String> second = Map.of("name", "vs-more", "version", "2");
        wire.post(
                        "model-versions/transition-stage",
                        Map.of("name", "vs-more", "version", "2", "stage", "Staging"))
                .ok();
        wire.post(
                        "registered-models/alias",
                        Map.of("name", "vs-more", "alias", "best", "version", "3"))
                .ok();
        wire.patch(
                        "model-versions/update",
                        Map.of("name", "vs-more", "version", "1", "description", "It's one"))
                .ok();
        long created =
                wire.get("model-versions/get", second)
                        .json()
                        .at("/model_version/creation_timestamp")
                        .asLong();
        Map<String, List<String>> expected =
                Map.ofEntries(
                        Map.entry("stage = 'staging'", List.of("2")),
                        Map.entry("current_stage NOT IN ('Staging')", List.of("1", "3")),
                        Map.entry("alias = 'best'", List.of("3")),
                        Map.entry("alias LIKE 'b%' OR stage = 'Staging'", List.of("2", "3")),
                        Map.entry("alias IS NULL", List.of("1", "2")),
                        Map.entry("NOT alias = 'best'", List.of("1", "2")),
                        Map.entry("alias != 'best'", List.of()),
                        Map.entry("status = 'ready'", List.of("1", "2", "3")),
                        Map.entry("version IN (1, 3)", List.of("1", "3")),
                        Map.entry("version BETWEEN '2' AND 9", List.of("2", "3")),
                        Map.entry("source LIKE '%-2'", List.of("3")),
                        Map.entry("description = 'It''s one'", List.of("1")),
                        Map.entry("description IS NULL", List.of("2", "3")),
                        Map.entry("NOT (tags.k = '1')", List.of("1", "3")),
                        Map.entry("tags.k IN ('1', '2')", List.of("2", "3")),
                        Map.entry("tags.k IS NULL", List.of("1")),
                        Map.entry("model_id IS NOT NULL", List.of()),
                        Map.entry("creation_timestamp < " + created, List.of("1")),
                        Map.entry("last_updated_timestamp < 5", List.of()));
        expected.forEach(
                (filter, versions) ->
                        assertThat(
                                        found(
                                                search(
                                                        "filter",
                                                        "name = 'vs-more' AND (" + filter + ")",
                                                        "order_by",
                                                        "version_number")))
                                .as(filter)
                                .isEqualTo(versions.stream().map("vs-more/"::concat).toList()));
    }

    @Test
    void aliasesAreFilledAndDeletedVersionsGone() {
        model("vs-alias");
        for (int i = 0; i < 3; i++) {
            version("vs-alias", "s3://b/m", "", Map.of("k", "v"));
        }
        wire.post(
                        "registered-models/alias",
                        Map.of("name", "vs-alias", "alias", "best", "version", "2"))
                .ok();
        wire.delete("model-versions/delete", Map.of("name", "vs-alias", "version", "3")).ok();
        Answer answer =
                search(
                        "filter",
                        "name = 'vs-alias'",
                        "order_by",
                        "version_number",
                        "max_results",
                        1);
        assertThat(found(answer)).containsExactly("vs-alias/1");
        Answer all = search("filter", "name = 'vs-alias'", "order_by", "version_number ASC");
        Golden.assertMatches("model-versions/search", all.ok().json());
    }

    @Test
    void pagesNeitherSkipNorRepeat() {
        model("vs-page");
        for (int i = 0; i < 7; i++) {
            version("vs-page", "s3://b/m", "", Map.of());
        }
        for (String order : List.of("version_number DESC", "creation_timestamp", "name")) {
            List<String> all = new ArrayList<>();
            Map<String, Object> query = new HashMap<>();
            query.put("filter", "name = 'vs-page'");
            query.put("max_results", 3);
            query.put("order_by", order);
            String token;
            do {
                Answer page = wire.get("model-versions/search", query);
                all.addAll(found(page));
                token = page.at("/next_page_token");
                query.put("page_token", token);
            } while (!token.isEmpty());
            assertThat(all).hasSize(7).doesNotHaveDuplicates();
        }
    }

    @Test
    void theLastChangedComesFirst() {
        model("vs-default");
        for (int i = 0; i < 3; i++) {
            version("vs-default", "s3://b/m", "", Map.of());
        }
        wire.patch(
                        "model-versions/update",
                        Map.of("name", "vs-default", "version", "1", "description", "d"))
                .ok();
        long updated =
                wire.get("model-versions/get", Map.of("name", "vs-default", "version", "1"))
                        .json()
                        .at("/model_version/last_updated_timestamp")
                        .asLong();
        assertThat(
                        search("filter", "name = 'vs-default'")
                                .json()
                                .at("/model_versions/0/last_updated_timestamp")
                                .asLong())
                .isEqualTo(updated);
    }

    @Test
    void promptVersionsAreHiddenUnlessTheFilterIsAboutThem() {
        model("vs-prompt");
        version("vs-prompt", "dummy-source", "", Map.of("mlflow.prompt.is_prompt", "true"));
        version("vs-prompt", "s3://b/m", "", Map.of());
        assertThat(found(search("filter", "name = 'vs-prompt'"))).containsExactly("vs-prompt/2");
        String tag = "name = 'vs-prompt' AND tags.`mlflow.prompt.is_prompt` ";
        assertThat(found(search("filter", tag + "= 'true'"))).containsExactly("vs-prompt/1");
        assertThat(found(search("filter", tag + "!= 'true'"))).containsExactly("vs-prompt/2");
    }

    @Test
    void theSizeOfAPageIsLimited() {
        for (String size : List.of("0", "-1", "200001", "x")) {
            search("max_results", size).invalid("max_results");
        }
        search("filter", "name = 'vs-none'", "max_results", "200000").ok();
    }
}

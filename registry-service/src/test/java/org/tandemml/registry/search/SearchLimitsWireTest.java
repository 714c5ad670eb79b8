package org.tandemml.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.TrackingWire;

/** What no search takes, whichever it is: a 400 that says so. */
@QuarkusTest
class SearchLimitsWireTest {
    private static final int MANY = 10_000;

    private final MlflowWire wire = new MlflowWire();

    /** The searches, and a condition that each knows. */
    enum Kind {
        RUNS("runs/search", "run_name = 'x'", 50_000),
        EXPERIMENTS("experiments/search", "name = 'x'", 50_000),
        REGISTERED_MODELS("registered-models/search", "name = 'x'", 1_000),
        MODEL_VERSIONS("model-versions/search", "name = 'x'", 200_000),
        LOGGED_MODELS("logged-models/search", "name = 'x'", 1_000);

        private final String path;
        private final String condition;
        private final int largestPage;

        Kind(String path, String condition, int largestPage) {
            this.path = path;
            this.condition = condition;
            this.largestPage = largestPage;
        }

        boolean isPost() {
            return this != REGISTERED_MODELS && this != MODEL_VERSIONS;
        }
    }

    private Answer search(Kind kind, Map<String, Object> more) {
        Map<String, Object> query = new HashMap<>(Map.of("max_results", 2));
        if (kind == Kind.RUNS || kind == Kind.LOGGED_MODELS) {
            query.put("experiment_ids", List.of("0"));
        }
        query.putAll(more);
        return kind.isPost() ? wire.post(kind.path, query) : wire.get(kind.path, query);
    }

    private void refused(Kind kind, String filter, String why) {
        Answer answer = search(kind, Map.of("filter", filter));
        if (kind.isPost()) {
            answer.invalid(why);
        } else {
            // So long an address is refused before it is read.
            assertThat(answer.status()).isBetween(400, 499);
        }
    }

    @ParameterizedTest
    @EnumSource
    void filtersAreLimited(Kind kind) {
        String term = kind.condition + " OR ";
        refused(kind, term.repeat(1_000) + kind.condition, "at most 500 conditions");
        refused(kind, term.repeat(MANY) + kind.condition, "at most 65536");
        refused(kind, "(".repeat(MANY) + kind.condition + ")".repeat(MANY), "at most 50 deep");
        refused(kind, "NOT ".repeat(MANY) + kind.condition, "at most 50 deep");
        refused(kind, "(".repeat(MANY), "at most 50 deep");
        search(kind, Map.of("filter", "(".repeat(51) + kind.condition + ")".repeat(51)))
                .invalid("Invalid filter at position 51: ");
        search(kind, Map.of("filter", "(".repeat(50) + kind.condition + ")".repeat(50))).ok();
    }

    @ParameterizedTest
    @EnumSource
    void pagesAreLimited(Kind kind) {
        for (Object size :
                List.of(0, -1, kind.largestPage + 1, Integer.MAX_VALUE, Long.MAX_VALUE, "1e9")) {
            search(kind, Map.of("max_results", size)).invalid("max_results");
        }
        search(kind, Map.of("max_results", kind.largestPage)).ok();
    }

    @ParameterizedTest
    @EnumSource
    void tokensThatWereNotGivenAreRefused(Kind kind) {
        TrackingWire tracking = new TrackingWire(wire);
        for (String name : List.of("limits-a", "limits-b", "limits-c")) {
            wire.post("registered-models/create", Map.of("name", name));
            wire.post("model-versions/create", Map.of("name", name, "source", "s3://b/m"));
        }
        String experiment = tracking.experiment("limits-" + kind);
        for (int i = 0; i < 3; i++) {
            wire.post("runs/create", Map.of("experiment_id", experiment)).ok();
            wire.post("logged-models", Map.of("experiment_id", experiment, "name", "m")).ok();
        }
        Map<String, Object> within =
                kind == Kind.RUNS || kind == Kind.LOGGED_MODELS
                        ? Map.of("experiment_ids", List.of(experiment))
                        : Map.of();
        String token = search(kind, within).ok().at("/next_page_token");
        assertThat(token).isNotEmpty();
        byte[] cut = Base64.getUrlDecoder().decode(token);
        byte[] changed = cut.clone();
        changed[3] ^= 1;
        for (String bad :
                List.of(
                        "garbage",
                        "!",
                        token + "A",
                        token.substring(4),
                        Base64.getEncoder().encodeToString("{\"offset\": 5}".getBytes()),
                        Base64.getUrlEncoder().encodeToString(changed),
                        Base64.getUrlEncoder()
                                .encodeToString(java.util.Arrays.copyOf(cut, cut.length - 1)))) {
            Map<String, Object> query = new HashMap<>(within);
            query.put("page_token", bad);
            search(kind, query).invalid("Invalid page_token: ");
        }
        Map<String, Object> other = new HashMap<>(within);
        other.put("page_token", token);
        search(kind, other).ok();
        other.put("filter", kind.condition);
        search(kind, other)
                .invalid("Invalid page_token: it was changed, or belongs to another request");
    }
}

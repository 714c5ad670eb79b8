package org.tandemml.registry.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;

/** Many clients promote versions of one model while others look. */
@QuarkusTest
class StageConcurrencyTest {
    private static final int MOVERS = 16;
    private static final int MOVES = 12;

    /** So many that a search reads them in several statements. */
    private static final int VERSIONS = 432;

    private static final String NAME = "con-stage";
    private static final List<String> SPELLINGS = List.of("Production", "production", "PRODUCTION");

    private final MlflowWire wire = new MlflowWire();

    @Inject Sql sql;

    private Answer promote(int version, String spelling) {
        return wire.post(
                "model-versions/transition-stage",
                Map.of(
                        "name",
                        NAME,
                        "version",
                        Integer.toString(version),
                        "stage",
                        spelling,
                        "archive_existing_versions",
                        true));
    }

    private int inProduction() {
        return sql.first(
                        "SELECT count(*) FROM model_versions JOIN registered_models"
                                + " USING (model_number) WHERE name = ? AND stage = 'Production'",
                        row -> row.getInt(1),
                        NAME)
                .orElseThrow();
    }

    private int shownInProduction() {
        return wire.get(
                        "registered-models/get-latest-versions",
                        Map.of("name", NAME, "stages", List.of("Production")))
                .ok()
                .json()
                .path("model_versions")
                .size();
    }

    private int foundInProduction() {
        return wire.get(
                        "model-versions/search",
                        Map.of("filter", "name = '" + NAME + "' AND stage = 'Production'"))
                .ok()
                .json()
                .path("model_versions")
                .size();
    }

    @Test
    void exactlyOneVersionIsInProductionAtEveryMoment() {
        wire.post("registered-models/create", Map.of("name", NAME)).ok();
        Together.run(
                MOVERS,
                thread -> {
                    for (int i = 0; i < VERSIONS / MOVERS; i++) {
                        wire.post(
                                        "model-versions/create",
                                        Map.of("name", NAME, "source", "s3://b/m"))
                                .ok();
                    }
                    return thread;
                });
        promote(1, "Production").ok();
        AtomicInteger moving = new AtomicInteger(MOVERS);
        List<Set<Integer>> seen =
                Together.run(
                        MOVERS + 2,
                        thread -> thread < MOVERS ? move(thread, moving) : watch(moving));
        assertThat(seen.stream().flatMap(Set::stream)).containsOnly(1);
        assertThat(
                        sql.query(
                                "SELECT jsonb_array_length(data -> 'archived')"
                                        + " FROM registry_events WHERE model_name = ?"
                                        + " AND kind = 'VERSION_STAGE_CHANGED' AND sequence > ("
                                        + " SELECT min(sequence) FROM registry_events"
                                        + " WHERE model_name = ?"
                                        + " AND kind = 'VERSION_STAGE_CHANGED')",
                                row -> row.getInt(1),
                                NAME,
                                NAME))
                .isNotEmpty()
                .containsOnly(1);
    }

    private Set<Integer> move(int thread, AtomicInteger moving) {
        try {
            for (int i = 0; i < MOVES; i++) {
                promote(1 + (thread + i) % MOVERS, SPELLINGS.get(i % SPELLINGS.size())).ok();
            }
            return Set.of();
        } finally {
            moving.decrementAndGet();
        }
    }

    private Set<Integer> watch(AtomicInteger moving) {
        Set<Integer> counts = new HashSet<>();
        do {
            counts.add(inProduction());
            counts.add(shownInProduction());
            counts.add(foundInProduction());
        } while (moving.get() > 0);
        return counts;
    }
}

package org.tandemml.registry.alias;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.testing.MlflowWire;
import org.tandemml.registry.testing.MlflowWire.Answer;
import org.tandemml.registry.testing.Together;

/** Setting, deleting and reading aliases while versions go and the model changes its name. */
@QuarkusTest
class AliasConcurrencyTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 15;
    private static final int RETRIES = 5;
    private static final long RETRY_AFTER_NANOS = 1_000_000_000;
    private static final List<String> NAMES = List.of("con-alias-a", "con-alias-b");

    private final MlflowWire wire = new MlflowWire();

    @Inject Sql sql;

    @Test
    void noAliasEverDangles() {
        wire.post("registered-models/create", Map.of("name", NAMES.get(0))).ok();
        List<Set<Integer>> statuses =
                Together.run(
                        THREADS,
                        thread -> {
                            Set<Integer> seen = new TreeSet<>();
                            for (int i = 0; i < ROUNDS; i++) {
                                for (String name : NAMES) {
                                    round(thread, name, seen);
                                }
                            }
                            return seen;
                        });
        assertThat(statuses.stream().flatMap(Set::stream)).isSubsetOf(200, 400, 404);
        assertThat(
                        sql.query(
                                "SELECT alias FROM model_aliases a WHERE NOT EXISTS ("
                                        + "SELECT 1 FROM model_versions v"
                                        + " WHERE v.model_number = a.model_number"
                                        + " AND v.version = a.version)",
                                row -> row.getString(1)))
                .isEmpty();
    }

    private void round(int thread, String name, Set<Integer> seen) {
        String other = NAMES.get(1 - NAMES.indexOf(name));
        String alias = "alias-" + thread % 3;
        Answer created =
                patient(
                        seen,
                        () ->
                                wire.post(
                                        "model-versions/create",
                                        Map.of("name", name, "source", "s3://b/m")));
        if (created.status() == 200) {
            String version = created.at("/model_version/version");
            Map<String, String> target = Map.of("name", name, "alias", alias, "version", version);
            patient(seen, () -> wire.post("registered-models/alias", target));
            Map<String, String> pointer = Map.of("name", name, "alias", alias);
            Answer pointed = patient(seen, () -> wire.get("registered-models/alias", pointer));
            if (pointed.status() == 200) {
                assertThat(pointed.json().at("/model_version/aliases").toString()).contains(alias);
            }
            Map<String, String> own = Map.of("name", name, "version", version);
            patient(seen, () -> wire.delete("model-versions/delete", own));
        }
        if (thread % 4 == 0) {
            Map<String, String> names = Map.of("name", name, "new_name", other);
            patient(seen, () -> wire.post("registered-models/rename", names));
        } else {
            Map<String, String> pointer = Map.of("name", name, "alias", alias);
            patient(seen, () -> wire.delete("registered-models/alias", pointer));
        }
    }

    /**
     * Asks as clients do, which try again when the database was too slow for a busy machine. Any
     * other 503, such as that two writers waited for each other, counts.
     */
    private static Answer patient(Set<Integer> seen, Supplier<Answer> call) {
        Answer answer = call.get();
        for (int i = 0; i < RETRIES && answer.text().contains("database is not available"); i++) {
            LockSupport.parkNanos(RETRY_AFTER_NANOS);
            answer = call.get();
        }
        seen.add(answer.status());
        return answer;
    }
}

package org.tandemml.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tandemml.model.TandemException;
import org.tandemml.registry.testing.MlflowWire;

@QuarkusTest
class SnapshotTest {
    private final MlflowWire wire = new MlflowWire();

    @Inject Snapshot snapshot;
    @Inject Sql sql;

    private int models(String name) {
        return sql.first(
                        "SELECT count(*) FROM registered_models WHERE name = ?",
                        row -> row.getInt(1),
                        name)
                .orElseThrow();
    }

    @Test
    void allStatementsSeeTheSameMoment() {
        String name = "snapshot-later";
        List<Integer> seen =
                snapshot.read(
                        () -> {
                            int before = models(name);
                            CompletableFuture.runAsync(
                                            () ->
                                                    wire.post(
                                                                    "registered-models/create",
                                                                    Map.of("name", name))
                                                            .ok())
                                    .join();
                            return List.of(before, models(name));
                        });
        assertThat(seen).containsExactly(0, 0);
        assertThat(models(name)).isEqualTo(1);
    }

    @Test
    void nothingIsChangedInIt() {
        assertThatThrownBy(() -> snapshot.read(() -> sql.update("DELETE FROM registered_models")))
                .isInstanceOf(TandemException.class);
    }

    @Test
    void aTransactionThatHasBegunIsNotMadeASnapshot() {
        assertThatThrownBy(
                        () ->
                                QuarkusTransaction.requiringNew()
                                        .run(() -> snapshot.read(() -> models("any"))))
                .isInstanceOf(QuarkusTransactionException.class);
    }
}

package org.tandemml.registry.experiment;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.database.Sql;

/** Experiment 0, {@code Default}, is there from the first start on, as clients expect it. */
@Singleton
final class DefaultExperiment {
    private static final String INSERT =
            """
            INSERT INTO experiments (experiment_id, name, artifact_location, creation_time,
                last_update_time)
            VALUES (0, 'Default', ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private final Sql sql;
    private final ArtifactRoot root;
    private final Clock clock;

    DefaultExperiment(Sql sql, ArtifactRoot root, Clock clock) {
        this.sql = sql;
        this.root = root;
        this.clock = clock;
    }

    void create(@Observes StartupEvent started) {
        long now = clock.millis();
        sql.update(INSERT, root.uri() + "0", now, now);
    }
}

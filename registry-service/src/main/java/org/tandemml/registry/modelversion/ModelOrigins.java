package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.RunId;
import org.tandemml.registry.database.Sql;

/**
 * What the registry needs to know of runs and logged models, of which it otherwise knows the ids
 * alone: where their files are.
 */
@Singleton
final class ModelOrigins {
    private final Sql sql;

    ModelOrigins(Sql sql) {
        this.sql = sql;
    }

    /** A run and the folder of its artifacts. */
    record Run(String runId, String artifactUri) {}

    /** A logged model, the folder of its files, and the run that made it, if one did. */
    record LoggedModel(String modelId, String artifactLocation, @Nullable String sourceRunId) {}

    Optional<Run> run(RunId id) {
        return runs(List.of(id.value())).stream().findFirst();
    }

    Optional<LoggedModel> loggedModel(LoggedModelId id) {
        return loggedModels(List.of(id.value())).stream().findFirst();
    }

    /** The runs among these texts. */
    List<Run> runs(List<String> candidates) {
        return sql.query(
                "SELECT run_id, artifact_uri FROM runs WHERE run_id = ANY(?)",
                row -> new Run(row.getString(1), row.getString(2)),
                (Object) candidates.toArray(String[]::new));
    }

    /** The logged models among these texts that are not deleted. */
    List<LoggedModel> loggedModels(List<String> candidates) {
        return sql.query(
                "SELECT model_id, artifact_location, source_run_id FROM logged_models"
                        + " WHERE model_id = ANY(?) AND lifecycle_stage = 'active'",
                row -> new LoggedModel(row.getString(1), row.getString(2), row.getString(3)),
                (Object) candidates.toArray(String[]::new));
    }
}

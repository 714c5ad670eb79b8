package org.tandemml.registry.artifact;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.tandemml.model.LoggedModelId;
import org.tandemml.model.ModelName;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.database.Sql;

/** Where the things that have artifacts keep them. */
@Singleton
public final class ArtifactHolders {
    private final Sql sql;

    ArtifactHolders(Sql sql) {
        this.sql = sql;
    }

    /**
     * The URI below which a run keeps its artifacts.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public String uriOf(RunId run) {
        return text("SELECT artifact_uri FROM runs WHERE run_id = ?", run.value())
                .orElseThrow(() -> TandemException.notFound("Run '" + run + "' not found"));
    }

    /**
     * The URI below which a logged model keeps its artifacts.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public String uriOf(LoggedModelId model) {
        return text(
                        "SELECT artifact_location FROM logged_models"
                                + " WHERE model_id = ? AND lifecycle_stage = 'active'",
                        model.value())
                .orElseThrow(
                        () ->
                                TandemException.notFound(
                                        "Logged model with ID '" + model + "' not found."));
    }

    /**
     * The URI below which the files of a model version are.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public String uriOf(ModelName name, VersionNumber version) {
        return text(
                        "SELECT v.storage_location FROM model_versions v"
                                + " JOIN registered_models m USING (model_number)"
                                + " WHERE m.name = ? AND v.version = ?",
                        name.value(),
                        version.value())
                .orElseThrow(
                        () ->
                                TandemException.notFound(
                                        "Model Version (name="
                                                + name
                                                + ", version="
                                                + version
                                                + ") not found"));
    }

    private Optional<String> text(String query, Object... binds) {
        return sql.first(query, row -> row.getString(1), binds);
    }
}

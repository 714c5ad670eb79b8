package org.tandemml.registry.registeredmodel;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.Stage;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.home.StartupException;

/** Keeps versions that are in use from being deleted by mistake. */
@Startup
@Singleton
public final class ProtectedStages {
    private final Set<Stage> stages = EnumSet.noneOf(Stage.class);
    private final Sql sql;

    ProtectedStages(RegistryConfig config, Sql sql) {
        config.protectedStages().orElse(Set.of()).stream()
                .map(ProtectedStages::configured)
                .forEach(stages::add);
        this.sql = sql;
    }

    private static Stage configured(String stage) {
        try {
            return Stage.parse(stage);
        } catch (TandemException unknown) {
            throw new StartupException(
                    "TANDEM_REGISTRY_PROTECTED_STAGES: " + unknown.getMessage(), unknown);
        }
    }

    /**
     * Refuses to delete a version that is in a protected stage.
     *
     * @throws TandemException {@code RESOURCE_CONFLICT}
     */
    public void requireDeletable(String what, Stage stage) {
        if (stages.contains(stage)) {
            throw new TandemException(
                    ErrorCode.RESOURCE_CONFLICT,
                    what
                            + " is in the protected stage "
                            + stage.wireName()
                            + "; move it to another stage, or delete with \"force\": true.");
        }
    }

    void requireNoneIn(long modelNumber, String name) {
        if (stages.isEmpty()) {
            return;
        }
        String[] names = stages.stream().map(Stage::wireName).toArray(String[]::new);
        Optional<Protected> found =
                sql.first(
                        "SELECT version, stage FROM model_versions"
                                + " WHERE model_number = ? AND stage = ANY(?) ORDER BY version",
                        row -> new Protected(row.getInt(1), Stage.parse(row.getString(2))),
                        modelNumber,
                        names);
        found.ifPresent(
                p -> requireDeletable("Version " + p.version() + " of model " + name, p.stage()));
    }

    private record Protected(int version, Stage stage) {}
}

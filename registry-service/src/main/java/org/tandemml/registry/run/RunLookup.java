package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.Lifecycle;

/** Says whether a run is there, in the words that clients look for. */
@Singleton
final class RunLookup {
    private final Sql sql;

    RunLookup(Sql sql) {
        this.sql = sql;
    }

    /** Refuses a run that is deleted or unknown. */
    void requireActive(RunId run) {
        requireActive(
                run,
                sql.first(
                                "SELECT lifecycle_stage FROM runs WHERE run_id = ?",
                                row -> row.getString(1),
                                run.value())
                        .orElse(null));
    }

    /** The same for a run whose stage was read; null if there is no such run. */
    void requireActive(RunId run, @Nullable String stage) {
        if (stage == null) {
            throw unknown(run);
        }
        if (!stage.equals(Lifecycle.ACTIVE.wireName())) {
            throw TandemException.invalid(
                    "The run "
                            + Texts.excerpt(run.value())
                            + " must be in the 'active' state. Current state is "
                            + stage
                            + ".");
        }
    }

    /** What is thrown for a run that is not there. */
    static TandemException unknown(RunId run) {
        return TandemException.notFound("Run '" + Texts.excerpt(run.value()) + "' not found.");
    }
}

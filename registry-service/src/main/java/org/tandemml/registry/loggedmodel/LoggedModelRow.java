package org.tandemml.registry.loggedmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.LoggedModelId;

/** A row of {@code logged_models}. */
record LoggedModelRow(
        long number,
        LoggedModelId id,
        ExperimentId experimentId,
        String name,
        String artifactUri,
        long creationTime,
        long lastUpdatedTime,
        LoggedModelStatus status,
        String modelType,
        String sourceRunId) {
    /** What {@link #read} reads, of the table with the alias {@code m}. */
    static final String COLUMNS =
            "m.model_number, m.model_id, m.experiment_id, m.name, m.artifact_location,"
                    + " m.creation_time, m.last_updated_time, m.status, m.model_type,"
                    + " m.source_run_id";

    static LoggedModelRow read(ResultSet row) throws SQLException {
        return new LoggedModelRow(
                row.getLong(1),
                new LoggedModelId(row.getString(2)),
                new ExperimentId(row.getLong(3)),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                LoggedModelStatus.ofWord(row.getString(8)),
                text(row, 9),
                text(row, 10));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}

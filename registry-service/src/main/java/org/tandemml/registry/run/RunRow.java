package org.tandemml.registry.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.RunId;
import org.tandemml.registry.experiment.Lifecycle;

/** A row of {@code runs}. */
record RunRow(long number, RunInfo info) {
    /** What {@link #read} reads, of a table with the alias {@code r}. */
    static final String COLUMNS =
            "r.run_number, r.run_id, r.experiment_id, r.run_name, r.user_id, r.status,"
                    + " r.start_time, r.end_time, r.artifact_uri, r.lifecycle_stage";

    static RunRow read(ResultSet row) throws SQLException {
        long endTime = row.getLong(8);
        boolean ended = !row.wasNull();
        return new RunRow(
                row.getLong(1),
                new RunInfo(
                        new RunId(row.getString(2)),
                        new ExperimentId(row.getLong(3)),
                        row.getString(4),
                        row.getString(5),
                        RunStatus.valueOf(row.getString(6)),
                        row.getLong(7),
                        ended ? endTime : null,
                        row.getString(9),
                        Lifecycle.ofWireName(row.getString(10))));
    }
}

package org.tandemml.registry.event;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.wire.WireJson;

/**
 * The log of all changes of registered models. The events of one model stand in the order in which
 * they happened, because whoever appends one holds that model's row.
 */
@Singleton
public class EventLog {
    private final Sql sql;
    private final Clock clock;

    EventLog(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Adds an event to the transaction that makes the change: both are stored or neither is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(RegistryEvent event) {
        sql.update(
                "INSERT INTO registry_events (time, kind, model_name, version, data)"
                        + " VALUES (?, ?, ?, ?, ?::jsonb)",
                clock.millis(),
                event.kind().name(),
                event.model().value(),
                event.version() == null ? null : event.version().value(),
                WireJson.write(event.data()));
    }
}

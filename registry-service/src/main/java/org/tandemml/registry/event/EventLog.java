package org.tandemml.registry.event;

import jakarta.enterprise.event.Event;
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
    private static final String INSERT =
            """
            INSERT INTO registry_events (time, kind, model_name, version, data, prompt)
            VALUES (?, ?, ?, ?, ?::jsonb, EXISTS (
                SELECT FROM registered_models JOIN registered_model_tags USING (model_number)
                WHERE name = ? AND key = 'mlflow.prompt.is_prompt' AND lower(value) = 'true'))
            """;

    private final Sql sql;
    private final Clock clock;
    private final Event<EventsAppended> appended;

    EventLog(Sql sql, Clock clock, Event<EventsAppended> appended) {
        this.sql = sql;
        this.clock = clock;
        this.appended = appended;
    }

    /** Adds an event to the transaction that makes the change: both are stored or neither is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(RegistryEvent event) {
        sql.update(
                INSERT,
                clock.millis(),
                event.kind().name(),
                event.model().value(),
                event.version() == null ? null : event.version().value(),
                WireJson.write(event.data()),
                event.model().value());
        appended.fire(EventsAppended.INSTANCE);
    }
}

package org.tandemml.registry.event;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.tandemml.model.ModelName;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.wire.WireJson;

/**
 * Hands events to their consumers. An event is marked when it was seen; a mark of how far the log
 * was read would miss events, because transactions do not end in the order of their numbers.
 */
@Singleton
class EventBatches {
    private static final Logger LOG = Logger.getLogger(EventBatches.class);
    private static final int SIZE = 500;

    /** The number of the lock of who dispatches; any number, but no other lock's. */
    private static final long DISPATCH = 7_245_004L;

    private static final String UNSEEN =
            """
            SELECT sequence, time, kind, model_name, version, data, prompt FROM registry_events
            WHERE NOT dispatched ORDER BY sequence LIMIT ?
            """;

    private final Sql sql;
    private final Instance<EventConsumer> consumers;

    EventBatches(Sql sql, @Any Instance<EventConsumer> consumers) {
        this.sql = sql;
        this.consumers = consumers;
    }

    /** What came of an attempt to dispatch. */
    enum Result {
        /** All events were seen. */
        NONE_LEFT,
        /** There may be more. */
        MORE,
        /** Another replica is at it. */
        BUSY
    }

    private record Row(long sequence, Optional<StoredEvent> event) {}

    /** Dispatches the oldest events. One replica at a time does so, to keep their order. */
    @Transactional
    Result dispatch() {
        boolean mine =
                sql.first("SELECT pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), DISPATCH)
                        .orElseThrow();
        if (!mine) {
            return Result.BUSY;
        }
        List<Row> rows = sql.query(UNSEEN, EventBatches::read, SIZE);
        if (rows.isEmpty()) {
            return Result.NONE_LEFT;
        }
        List<StoredEvent> events = rows.stream().flatMap(row -> row.event().stream()).toList();
        consumers.forEach(consumer -> consumer.accept(events));
        sql.update(
                "UPDATE registry_events SET dispatched = true WHERE sequence = ANY (?::bigint[])",
                rows.stream().mapToLong(Row::sequence).toArray());
        return rows.size() == SIZE ? Result.MORE : Result.NONE_LEFT;
    }

    private static Row read(ResultSet row) throws SQLException {
        long sequence = row.getLong(1);
        String kind = row.getString(3);
        Optional<EventKind> known =
                Arrays.stream(EventKind.values()).filter(k -> k.name().equals(kind)).findFirst();
        if (known.isEmpty()) {
            LOG.warnf("Event %d is of a kind that only a newer release knows: %s", sequence, kind);
            return new Row(sequence, Optional.empty());
        }
        int version = row.getInt(5);
        VersionNumber number = row.wasNull() ? null : new VersionNumber(version);
        return new Row(
                sequence,
                Optional.of(
                        new StoredEvent(
                                Instant.ofEpochMilli(row.getLong(2)),
                                known.get(),
                                new ModelName(row.getString(4)),
                                number,
                                WireJson.readObject("data", row.getString(6)),
                                row.getBoolean(7))));
    }
}

package org.tandemml.registry.webhook.delivery;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventConsumer;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.StoredEvent;

/** Writes down, for each event, who is to be told of it. */
@Singleton
class DeliveryPlanner implements EventConsumer {
    /** Nobody deletes or disables one of these until all is written. */
    private static final String SUBSCRIBERS =
            "SELECT webhook_number, events FROM webhooks WHERE status = 'ACTIVE'"
                    + " ORDER BY webhook_number FOR SHARE";

    private static final String PLAN =
            """
            WITH lanes AS (
                INSERT INTO webhook_lanes (webhook_number, model_name, due_time)
                SELECT number, ?, ? FROM unnest(?::bigint[]) AS subscribed(number)
                ON CONFLICT (webhook_number, model_name)
                DO UPDATE SET model_name = EXCLUDED.model_name
                RETURNING lane_number)
            INSERT INTO webhook_deliveries (lane_number, delivery_id, event, body)
            SELECT lane_number, gen_random_uuid()::text, ?, ? FROM lanes
            """;

    /** What waits goes on under the new name, so that it stays before what follows. */
    private static final String RENAME =
            """
            UPDATE webhook_lanes AS old SET model_name = ? WHERE model_name = ? AND NOT EXISTS (
                SELECT FROM webhook_lanes AS other
                WHERE other.webhook_number = old.webhook_number AND other.model_name = ?)
            """;

    private final Sql sql;
    private final Event<DeliveriesPlanned> planned;

    DeliveryPlanner(Sql sql, Event<DeliveriesPlanned> planned) {
        this.sql = sql;
        this.planned = planned;
    }

    private record Subscriber(long number, Set<String> events) {
        static Subscriber read(ResultSet row) throws SQLException {
            return new Subscriber(
                    row.getLong(1),
                    Set.copyOf(Arrays.asList((String[]) row.getArray(2).getArray())));
        }
    }

    @Override
    public void accept(List<StoredEvent> events) {
        List<Subscriber> subscribers = sql.query(SUBSCRIBERS, Subscriber::read);
        if (subscribers.isEmpty()) {
            return;
        }
        for (StoredEvent event : events) {
            if (event.kind() == EventKind.MODEL_RENAMED) {
                rename(event);
            }
            Optional<Message> message = Messages.of(event);
            message.ifPresent(m -> plan(event, m, subscribers));
        }
        planned.fire(DeliveriesPlanned.INSTANCE);
    }

    private void rename(StoredEvent event) {
        String name = event.model().value();
        sql.update(RENAME, name, event.data().path("old_name").asText(), name);
    }

    private void plan(StoredEvent event, Message message, List<Subscriber> subscribers) {
        String kind = message.event().text();
        long[] subscribed =
                subscribers.stream()
                        .filter(subscriber -> subscriber.events().contains(kind))
                        .mapToLong(Subscriber::number)
                        .toArray();
        if (subscribed.length > 0) {
            sql.update(
                    PLAN,
                    event.model().value(),
                    event.time().toEpochMilli(),
                    subscribed,
                    kind,
                    message.body(event.time()));
        }
    }
}

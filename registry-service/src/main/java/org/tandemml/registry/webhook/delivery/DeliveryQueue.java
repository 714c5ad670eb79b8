package org.tandemml.registry.webhook.delivery;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.webhook.StoredSecret;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/**
 * The messages that wait. Any number of processes take from it: each lane is in one process' hands
 * at a time, and comes free by itself if that process was killed.
 */
@Singleton
class DeliveryQueue {
    /** More than the longest attempt: looking up the name, sending, and writing down the result. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final String CLAIM =
            """
            WITH due AS (
                SELECT lane.lane_number FROM webhooks CROSS JOIN LATERAL (
                    SELECT lane_number FROM webhook_lanes
                    WHERE webhook_number = webhooks.webhook_number AND due_time <= ?
                    ORDER BY due_time, lane_number LIMIT 1 FOR UPDATE SKIP LOCKED) AS lane
                WHERE status = 'ACTIVE' AND webhook_number <> ALL (?::bigint[]) LIMIT ?)
            UPDATE webhook_lanes SET due_time = ?, claim = gen_random_uuid()
            FROM due WHERE webhook_lanes.lane_number = due.lane_number
            RETURNING webhook_lanes.lane_number
            """;

    private static final String FIRST =
            """
            SELECT delivery_number, lane_number, claim::text, attempts, delivery_id, event, body,
                webhook_number, webhook_id, url, secret
            FROM webhook_lanes JOIN webhooks USING (webhook_number)
                JOIN webhook_deliveries USING (lane_number)
            WHERE lane_number = ? ORDER BY delivery_number LIMIT 1
            """;

    private final Sql sql;

    DeliveryQueue(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes messages that are due, at most one for each webhook.
     *
     * @param full the numbers of webhooks for which enough is being sent
     */
    @Transactional
    List<Delivery> claim(Instant now, Collection<Long> full, int max) {
        List<Long> lanes =
                sql.query(
                        CLAIM,
                        row -> row.getLong(1),
                        now.toEpochMilli(),
                        full.stream().mapToLong(Long::longValue).toArray(),
                        max,
                        now.plus(LEASE).toEpochMilli());
        // A statement of its own: it sees what others did until they let go of the lanes.
        return lanes.stream().flatMap(lane -> first(lane).stream()).toList();
    }

    /**
     * Removes a message that needs not be sent again.
     *
     * @param more whether to go on with the next one of the lane
     * @return the next one, taken as {@link #claim} does; empty if there is none or it is no longer
     *     this process' turn
     */
    @Transactional
    Optional<Delivery> remove(Delivery delivery, Instant now, boolean more) {
        Optional<Boolean> mine =
                sql.first(
                        "SELECT coalesce(claim::text = ?, false) FROM webhook_lanes"
                                + " WHERE lane_number = ? FOR UPDATE",
                        row -> row.getBoolean(1),
                        delivery.claim(),
                        delivery.lane());
        sql.update("DELETE FROM webhook_deliveries WHERE delivery_number = ?", delivery.number());
        if (!mine.orElse(false)) {
            return Optional.empty();
        }
        sql.update(
                "UPDATE webhook_lanes SET attempts = 0, due_time = ?,"
                        + " claim = CASE WHEN ? THEN claim END WHERE lane_number = ?",
                (more ? now.plus(LEASE) : now).toEpochMilli(),
                more,
                delivery.lane());
        Optional<Delivery> next = first(delivery.lane());
        if (next.isEmpty()) {
            sql.update("DELETE FROM webhook_lanes WHERE lane_number = ?", delivery.lane());
        }
        return more ? next : Optional.empty();
    }

    /** Counts a failed attempt and says when the next one is due. */
    @Transactional
    void retry(Delivery delivery, Instant due) {
        sql.update(
                "UPDATE webhook_lanes SET attempts = attempts + 1, due_time = ?, claim = NULL"
                        + " WHERE lane_number = ? AND claim::text = ?",
                due.toEpochMilli(),
                delivery.lane(),
                delivery.claim());
    }

    private Optional<Delivery> first(long lane) {
        return sql.first(FIRST, DeliveryQueue::read, lane);
    }

    private static Delivery read(ResultSet row) throws SQLException {
        String webhookId = row.getString(9);
        byte @Nullable [] secret = row.getBytes(11);
        return new Delivery(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                webhookId,
                new Receiver(
                        WebhookUrl.stored(row.getString(10)),
                        secret == null ? null : new StoredSecret(webhookId, secret)));
    }
}

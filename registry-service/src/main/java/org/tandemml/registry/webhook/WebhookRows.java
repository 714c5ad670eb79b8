package org.tandemml.registry.webhook;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.webhook.destination.WebhookUrl;

/** The table of webhooks. */
@Singleton
class WebhookRows {
    private static final String COLUMNS =
            "w.webhook_id, w.name, w.description, w.url, w.events, w.status, w.creation_time,"
                    + " w.last_updated_time";

    private static final SearchFields FIELDS =
            SearchFields.of("webhook", "webhooks w")
                    .identity("w", "webhook_number")
                    .attribute(Attribute.integer("creation_time", "w.creation_time").onlyOrdered())
                    .attribute(
                            Attribute.integer("webhook_number", "w.webhook_number").onlyOrdered())
                    .defaultOrder("creation_time DESC")
                    .tieBreak("webhook_number DESC")
                    .build();

    private static final String UPDATE =
            """
            UPDATE webhooks w SET
                name = coalesce(?, name), description = coalesce(?, description),
                url = coalesce(?, url), events = coalesce(?::text[], events),
                status = coalesce(?, status),
                secret = CASE WHEN ? THEN ?::bytea ELSE secret END,
                last_updated_time = greatest(last_updated_time, ?)
            WHERE webhook_id = ?
            """;

    private final Sql sql;
    private final Searcher searcher;

    WebhookRows(Sql sql, Searcher searcher) {
        this.sql = sql;
        this.searcher = searcher;
    }

    @Transactional
    void insert(Webhook webhook, @Nullable StoredSecret secret) {
        sql.update(
                "INSERT INTO webhooks (webhook_id, name, description, url, events, status, secret,"
                        + " creation_time, last_updated_time)"
                        + " VALUES (?, ?, ?, ?, ?::text[], ?, ?::bytea, ?, ?)",
                webhook.id(),
                webhook.name().value(),
                webhook.description(),
                webhook.url().text(),
                texts(webhook.events()),
                webhook.status().name(),
                secret == null ? null : secret.bytes(),
                webhook.creationTime(),
                webhook.lastUpdatedTime());
    }

    @Transactional
    Optional<Webhook> find(String id) {
        return sql.first(
                "SELECT " + COLUMNS + " FROM webhooks w WHERE webhook_id = ?",
                WebhookRows::read,
                id);
    }

    @Transactional
    Page<Webhook> page(int maxResults, @Nullable String pageToken) {
        return searcher.page(
                Search.parse(FIELDS, null, List.of(), maxResults, pageToken),
                Scope.everything(),
                COLUMNS,
                WebhookRows::read);
    }

    @Transactional
    Optional<StoredSecret> secret(String id) {
        return sql.first(
                "SELECT secret FROM webhooks WHERE webhook_id = ? AND secret IS NOT NULL",
                row -> new StoredSecret(id, row.getBytes(1)),
                id);
    }

    /**
     * Changes what the draft says. What waits to be sent to a webhook that gets disabled is
     * dropped.
     *
     * @param secret the draft's secret, if it has one that is not empty
     */
    @Transactional
    Optional<Webhook> update(
            String id, WebhookDraft draft, @Nullable StoredSecret secret, long now) {
        sql.update(
                UPDATE,
                draft.name() == null ? null : draft.name().value(),
                draft.description(),
                draft.url() == null ? null : draft.url().text(),
                draft.events() == null ? null : texts(draft.events()),
                draft.status() == null ? null : draft.status().name(),
                draft.secret() != null,
                secret == null ? null : secret.bytes(),
                now,
                id);
        if (draft.status() == WebhookStatus.DISABLED) {
            sql.update(
                    "DELETE FROM webhook_lanes USING webhooks"
                            + " WHERE webhook_lanes.webhook_number = webhooks.webhook_number"
                            + " AND webhook_id = ?",
                    id);
        }
        return find(id);
    }

    /** Deletes a webhook and what waits to be sent to it. */
    @Transactional
    boolean delete(String id) {
        return sql.update("DELETE FROM webhooks WHERE webhook_id = ?", id) > 0;
    }

    private static String[] texts(List<WebhookEvent> events) {
        return events.stream().map(WebhookEvent::text).toArray(String[]::new);
    }

    private static Webhook read(ResultSet row) throws SQLException {
        String[] events = (String[]) row.getArray(5).getArray();
        return new Webhook(
                row.getString(1),
                new WebhookName(row.getString(2)),
                row.getString(3),
                WebhookUrl.stored(row.getString(4)),
                Arrays.stream(events).map(WebhookEvent::ofText).toList(),
                WebhookStatus.valueOf(row.getString(6)),
                row.getLong(7),
                row.getLong(8));
    }
}

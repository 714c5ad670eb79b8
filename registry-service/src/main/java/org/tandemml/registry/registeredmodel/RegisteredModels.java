package org.tandemml.registry.registeredmodel;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.ModelName;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.model.VersionNumber;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.EventLog;
import org.tandemml.registry.event.RegistryEvent;
import org.tandemml.registry.registeredmodel.persistence.RegisteredModelEntity;
import org.tandemml.registry.registeredmodel.persistence.RegisteredModelRepository;

/**
 * Registered models. Whoever changes a model, a version of it or an alias first takes the row of
 * the model and keeps it until the transaction ends: the changes of one model happen one after the
 * other, and cannot deadlock.
 */
@Singleton
public class RegisteredModels {
    /** The largest number of characters in the description of a model or a version. */
    public static final int MAX_DESCRIPTION_LENGTH = 100_000;

    /** The number of the lock that a rename takes; any number, but no other lock's. */
    private static final long RENAMES = 7_245_001L;

    private final RegisteredModelRepository models;
    private final RegisteredModelReader reader;
    private final ProtectedStages protectedStages;
    private final Sql sql;
    private final EventLog events;
    private final Clock clock;

    RegisteredModels(
            RegisteredModelRepository models,
            RegisteredModelReader reader,
            ProtectedStages protectedStages,
            Sql sql,
            EventLog events,
            Clock clock) {
        this.models = models;
        this.reader = reader;
        this.protectedStages = protectedStages;
        this.sql = sql;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The name for a look-up.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST} if no model can have it
     */
    public static ModelName named(String text) {
        return ModelName.find(text).orElseThrow(() -> unknown(text));
    }

    /** Says that there is no model of this name. */
    public static TandemException unknown(String name) {
        return TandemException.notFound(
                "Registered Model with name=" + Texts.excerpt(name) + " not found.");
    }

    /**
     * The model of this name.
     *
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    public RegisteredModel get(ModelName name) {
        return reader.byName(name).orElseThrow(() -> unknown(name.value()));
    }

    @Transactional
    public RegisteredModel create(ModelName name, @Nullable String description, List<Tag> tags) {
        requireDescription(description);
        long now = clock.millis();
        Optional<Long> number =
                sql.first(
                        "INSERT INTO registered_models"
                                + " (name, description, creation_time, last_updated_time)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING"
                                + " RETURNING model_number",
                        row -> row.getLong(1),
                        name.value(),
                        description,
                        now,
                        now);
        long modelNumber = number.orElseThrow(() -> exists(name));
        Map<String, String> byKey = Tag.byKey(tags);
        sql.update(
                "INSERT INTO registered_model_tags (model_number, key, value)"
                        + " SELECT ?, k, v FROM unnest(?::text[], ?::text[]) AS t(k, v)",
                modelNumber,
                byKey.keySet().toArray(String[]::new),
                byKey.values().toArray(String[]::new));
        Map<String, Object> data = described(description);
        data.put("tags", byKey);
        events.append(RegistryEvent.of(EventKind.MODEL_CREATED, name, data));
        return new RegisteredModel(modelNumber, name, now, now, description, byKey, List.of());
    }

    /** Replaces the description; null clears it. */
    @Transactional
    public RegisteredModel describe(ModelName name, @Nullable String description) {
        requireDescription(description);
        RegisteredModelEntity model = lock(name);
        model.description = description;
        touch(model);
        models.flush();
        events.append(RegistryEvent.of(EventKind.MODEL_UPDATED, name, described(description)));
        return get(name);
    }

    /**
     * Gives a model another name. Renames happen one at a time: each takes one name and waits for
     * another, so that three of them could wait for each other in a circle.
     */
    @Transactional
    public RegisteredModel rename(ModelName name, ModelName newName) {
        sql.first("SELECT pg_advisory_xact_lock(?)", row -> true, RENAMES);
        long modelNumber = take(name);
        takeName(modelNumber, newName);
        sql.update(
                "UPDATE model_versions SET last_updated_time = ? WHERE model_number = ?",
                clock.millis(),
                modelNumber);
        events.append(
                RegistryEvent.of(
                        EventKind.MODEL_RENAMED, newName, Map.of("old_name", name.value())));
        return get(newName);
    }

    private void takeName(long modelNumber, ModelName newName) {
        try {
            sql.update(
                    "UPDATE registered_models SET name = ? WHERE model_number = ?",
                    newName.value(),
                    modelNumber);
        } catch (TandemException clash) {
            throw clash.code() == ErrorCode.RESOURCE_CONFLICT ? exists(newName) : clash;
        }
    }

    /**
     * Deletes a model with its versions, tags and aliases.
     *
     * @param force whether also versions in protected stages
     */
    @Transactional
    public void delete(ModelName name, boolean force) {
        RegisteredModelEntity model = lock(name);
        if (!force) {
            protectedStages.requireNoneIn(numberOf(model), name.value());
        }
        models.delete(model);
        models.flush();
        events.append(RegistryEvent.of(EventKind.MODEL_DELETED, name, Map.of()));
    }

    @Transactional
    public void setTag(ModelName name, Tag tag) {
        long modelNumber = take(name);
        sql.update(
                "INSERT INTO registered_model_tags (model_number, key, value) VALUES (?, ?, ?)"
                        + " ON CONFLICT (model_number, key) DO UPDATE SET value = EXCLUDED.value",
                modelNumber,
                tag.key(),
                tag.value());
        events.append(
                RegistryEvent.of(
                        EventKind.MODEL_TAG_SET,
                        name,
                        Map.of("key", tag.key(), "value", tag.value())));
    }

    /** Deletes a tag; one that is not there is no mistake. */
    @Transactional
    public void deleteTag(ModelName name, String key) {
        long modelNumber = take(name);
        int deleted =
                sql.update(
                        "DELETE FROM registered_model_tags WHERE model_number = ? AND key = ?",
                        modelNumber,
                        key);
        if (deleted > 0) {
            events.append(RegistryEvent.of(EventKind.MODEL_TAG_DELETED, name, Map.of("key", key)));
        }
    }

    /**
     * Takes the row of a model until the transaction ends, and marks the model as changed now.
     *
     * @return the model's number
     * @throws TandemException {@code RESOURCE_DOES_NOT_EXIST}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long take(ModelName name) {
        return sql.first(
                        "UPDATE registered_models"
                                + " SET last_updated_time = greatest(last_updated_time, ?)"
                                + " WHERE name = ? RETURNING model_number",
                        row -> row.getLong(1),
                        clock.millis(),
                        name.value())
                .orElseThrow(() -> unknown(name.value()));
    }

    /** The number that a new version gets, and the number of its model. */
    public record NextVersion(long modelNumber, VersionNumber version) {}

    /**
     * Takes a model as {@link #take} does, and the next of its version numbers. Numbers have no
     * gaps: one that a failing transaction took is free again.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public NextVersion takeNextVersion(ModelName name) {
        return sql.first(
                        "UPDATE registered_models SET last_version = last_version + 1,"
                                + " last_updated_time = greatest(last_updated_time, ?)"
                                + " WHERE name = ? RETURNING model_number, last_version",
                        row -> new NextVersion(row.getLong(1), new VersionNumber(row.getInt(2))),
                        clock.millis(),
                        name.value())
                .orElseThrow(() -> unknown(name.value()));
    }

    /** Refuses a description that is too long or that cannot be stored. */
    public static void requireDescription(@Nullable String description) {
        if (description != null) {
            Texts.requireLength("description", description, MAX_DESCRIPTION_LENGTH);
        }
    }

    private RegisteredModelEntity lock(ModelName name) {
        return models.lock(name.value()).orElseThrow(() -> unknown(name.value()));
    }

    private void touch(RegisteredModelEntity model) {
        model.lastUpdatedTime = Math.max(model.lastUpdatedTime, clock.millis());
    }

    private static long numberOf(RegisteredModelEntity model) {
        return Optional.ofNullable(model.modelNumber).orElseThrow();
    }

    private static Map<String, Object> described(@Nullable String description) {
        Map<String, Object> data = new HashMap<>();
        if (description != null) {
            data.put("description", description);
        }
        return data;
    }

    private static TandemException exists(ModelName name) {
        return TandemException.alreadyExists(
                "Registered Model (name=" + name + ") already exists.");
    }
}

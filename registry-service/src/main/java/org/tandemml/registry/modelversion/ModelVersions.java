package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Stage;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.EventLog;
import org.tandemml.registry.event.RegistryEvent;
import org.tandemml.registry.modelversion.persistence.ModelVersionEntity;
import org.tandemml.registry.modelversion.persistence.ModelVersionKey;
import org.tandemml.registry.modelversion.persistence.ModelVersionRepository;
import org.tandemml.registry.registeredmodel.ProtectedStages;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.registeredmodel.Tag;

/** Changes versions that exist. Each change first takes the model, see {@link RegisteredModels}. */
@Singleton
public class ModelVersions {
    private final RegisteredModels models;
    private final ModelVersionRepository versions;
    private final ModelVersionReader reader;
    private final ProtectedStages protectedStages;
    private final Sql sql;
    private final EventLog events;
    private final Clock clock;

    ModelVersions(
            RegisteredModels models,
            ModelVersionRepository versions,
            ModelVersionReader reader,
            ProtectedStages protectedStages,
            Sql sql,
            EventLog events,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.reader = reader;
        this.protectedStages = protectedStages;
        this.sql = sql;
        this.events = events;
        this.clock = clock;
    }

    /** Replaces the description; null clears it. */
    @Transactional
    public ModelVersion describe(VersionRef ref, @Nullable String description) {
        RegisteredModels.requireDescription(description);
        ModelVersionEntity version = take(ref);
        version.description = description;
        version.lastUpdatedTime = Math.max(version.lastUpdatedTime, clock.millis());
        versions.flush();
        Map<String, String> data =
                description == null ? Map.of() : Map.of("description", description);
        append(EventKind.VERSION_UPDATED, ref, data);
        return reader.get(ref);
    }

    /**
     * Deletes a version and the aliases that point to it. Its number is never given again.
     *
     * @param force whether also from a protected stage
     */
    @Transactional
    public void delete(VersionRef ref, boolean force) {
        ModelVersionEntity version = take(ref);
        Stage stage = Stage.parse(version.stage);
        if (!force) {
            protectedStages.requireDeletable("Model version " + ref, stage);
        }
        List<String> aliases = reader.get(ref).aliases();
        versions.delete(version);
        versions.flush();
        append(
                EventKind.VERSION_DELETED,
                ref,
                Map.of("stage", stage.wireName(), "aliases", aliases));
    }

    @Transactional
    public void setTag(VersionRef ref, Tag tag) {
        long modelNumber = models.take(ref.name());
        int set =
                sql.update(
                        "INSERT INTO model_version_tags (model_number, version, key, value)"
                                + " SELECT model_number, version, ?, ? FROM model_versions"
                                + " WHERE model_number = ? AND version = ?"
                                + " ON CONFLICT (model_number, version, key)"
                                + " DO UPDATE SET value = EXCLUDED.value",
                        tag.key(),
                        tag.value(),
                        modelNumber,
                        ref.version().value());
        if (set == 0) {
            throw ref.unknown();
        }
        append(EventKind.VERSION_TAG_SET, ref, Map.of("key", tag.key(), "value", tag.value()));
    }

    /** Deletes a tag; one that is not there is no mistake. */
    @Transactional
    public void deleteTag(VersionRef ref, String key) {
        ModelVersionKey version = keyOf(take(ref));
        int deleted =
                sql.update(
                        "DELETE FROM model_version_tags"
                                + " WHERE model_number = ? AND version = ? AND key = ?",
                        version.modelNumber(),
                        version.version(),
                        key);
        if (deleted > 0) {
            append(EventKind.VERSION_TAG_DELETED, ref, Map.of("key", key));
        }
    }

    private ModelVersionEntity take(VersionRef ref) {
        long modelNumber = models.take(ref.name());
        return versions.findByIdOptional(new ModelVersionKey(modelNumber, ref.version().value()))
                .orElseThrow(ref::unknown);
    }

    private static ModelVersionKey keyOf(ModelVersionEntity version) {
        return Optional.ofNullable(version.key).orElseThrow();
    }

    private void append(EventKind kind, VersionRef ref, Map<String, ?> data) {
        events.append(RegistryEvent.of(kind, ref.name(), ref.version(), data));
    }
}

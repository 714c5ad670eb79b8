package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tandemml.model.Stage;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.event.EventKind;
import org.tandemml.registry.event.EventLog;
import org.tandemml.registry.event.RegistryEvent;
import org.tandemml.registry.manifest.Manifests;
import org.tandemml.registry.modelversion.persistence.ModelVersionEntity;
import org.tandemml.registry.modelversion.persistence.ModelVersionKey;
import org.tandemml.registry.modelversion.persistence.ModelVersionRepository;
import org.tandemml.registry.registeredmodel.RegisteredModels;
import org.tandemml.registry.registeredmodel.RegisteredModels.NextVersion;

/** Adds versions to models, each in one transaction. */
@Singleton
class ModelVersionCreation {
    private static final String PENDING = VersionStatus.PENDING_REGISTRATION.name();
    private static final String READY = VersionStatus.READY.name();

    private final RegisteredModels models;
    private final SourceResolver sources;
    private final ModelVersionRepository versions;
    private final LoggedModelRegistrations registrations;
    private final Manifests manifests;
    private final Sql sql;
    private final EventLog events;
    private final Clock clock;

    ModelVersionCreation(
            RegisteredModels models,
            SourceResolver sources,
            ModelVersionRepository versions,
            LoggedModelRegistrations registrations,
            Manifests manifests,
            Sql sql,
            EventLog events,
            Clock clock) {
        this.models = models;
        this.sources = sources;
        this.versions = versions;
        this.registrations = registrations;
        this.manifests = manifests;
        this.sql = sql;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A new version.
     *
     * @param version as it is now
     * @param manifest what begins to be sealed; empty if its files are not in the artifact store
     */
    record Created(ModelVersion version, Optional<Manifests.Begun> manifest) {}

    /**
     * Gives a model its next version. What needs no lock is done before the model is taken.
     *
     * @throws org.tandemml.model.TandemException {@code RESOURCE_DOES_NOT_EXIST} if the model, or
     *     what the source names, is not there; {@code INVALID_PARAMETER_VALUE} for a refused source
     */
    @Transactional
    public Created create(NewModelVersion request) {
        ResolvedSource source = sources.resolve(request);
        NextVersion next = models.takeNextVersion(request.name());
        VersionRef ref = new VersionRef(request.name(), next.version());
        // After the model, before the version: the order of everybody who takes both.
        Optional<Manifests.Begun> manifest = manifests.begin(source.storageLocation());
        ModelVersionEntity entity = entity(next, request, source);
        entity.status = manifest.isPresent() ? PENDING : READY;
        entity.manifestId = manifest.map(Manifests.Begun::manifestId).orElse(null);
        versions.persistAndFlush(entity);
        insertTags(next, request.tags());
        if (source.modelId() != null) {
            registrations.add(source.modelId(), ref);
        }
        events.append(event(ref, request, source));
        return new Created(stored(next, request, source, entity), manifest);
    }

    private ModelVersionEntity entity(
            NextVersion next, NewModelVersion request, ResolvedSource source) {
        long now = clock.millis();
        ModelVersionEntity entity = new ModelVersionEntity();
        entity.key = new ModelVersionKey(next.modelNumber(), next.version().value());
        entity.creationTime = now;
        entity.lastUpdatedTime = now;
        entity.description = request.description();
        entity.source = source.source();
        entity.storageLocation = source.storageLocation();
        entity.runId = source.runId();
        entity.runLink = request.runLink();
        entity.modelId = source.modelId();
        entity.stage = Stage.NONE.wireName();
        return entity;
    }

    private void insertTags(NextVersion next, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        sql.update(
                "INSERT INTO model_version_tags (model_number, version, key, value)"
                        + " SELECT ?, ?, k, v FROM unnest(?::text[], ?::text[]) AS t(k, v)",
                next.modelNumber(),
                next.version().value(),
                tags.keySet().toArray(String[]::new),
                tags.values().toArray(String[]::new));
    }

    private static ModelVersion stored(
            NextVersion next,
            NewModelVersion request,
            ResolvedSource source,
            ModelVersionEntity entity) {
        return new ModelVersion(
                next.modelNumber(),
                new VersionRef(request.name(), next.version()),
                entity.creationTime,
                entity.lastUpdatedTime,
                request.description(),
                source.source(),
                source.storageLocation(),
                source.runId(),
                request.runLink(),
                source.modelId(),
                VersionStatus.valueOf(entity.status),
                null,
                Stage.NONE,
                new TreeMap<>(request.tags()),
                List.of());
    }

    private static RegistryEvent event(
            VersionRef ref, NewModelVersion request, ResolvedSource source) {
        Map<String, Object> data = new HashMap<>();
        data.put("source", source.source());
        data.put("run_id", source.runId());
        data.put("description", request.description());
        data.put("tags", request.tags());
        if (source.modelId() != null) {
            data.put("model_id", source.modelId());
        }
        return RegistryEvent.of(EventKind.VERSION_CREATED, ref.name(), ref.version(), data);
    }
}

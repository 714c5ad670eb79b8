package org.tandemml.registry.experiment;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.artifactroot.ArtifactRoot;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.experiment.persistence.ExperimentEntity;
import org.tandemml.registry.experiment.persistence.ExperimentRepository;

/** Makes, finds and changes experiments. */
@Singleton
@Transactional
public class Experiments {
    private static final String INSERT =
            """
            WITH next AS (
                SELECT nextval(pg_get_serial_sequence('experiments', 'experiment_id')) AS id)
            INSERT INTO experiments (experiment_id, name, artifact_location, creation_time,
                last_update_time)
            SELECT id, ?, coalesce(?::text, ? || id), ?, ? FROM next
            ON CONFLICT (name) DO NOTHING
            RETURNING experiment_id
            """;
    private static final String INSERT_TAGS =
            """
            INSERT INTO experiment_tags (experiment_id, key, value)
            SELECT ?, key, value FROM unnest(?::text[], ?::text[]) AS given (key, value)
            ORDER BY key
            ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value
            """;

    private final ExperimentRepository repository;
    private final Sql sql;
    private final ArtifactRoot root;
    private final Clock clock;
    private final Event<ExperimentLifecycleChanged> lifecycleChanges;

    Experiments(
            ExperimentRepository repository,
            Sql sql,
            ArtifactRoot root,
            Clock clock,
            Event<ExperimentLifecycleChanged> lifecycleChanges) {
        this.repository = repository;
        this.sql = sql;
        this.root = root;
        this.clock = clock;
        this.lifecycleChanges = lifecycleChanges;
    }

    /**
     * Makes an experiment.
     *
     * @throws TandemException {@code RESOURCE_ALREADY_EXISTS} if the name is taken, also by a
     *     deleted experiment
     */
    public ExperimentId create(NewExperiment wanted) {
        long now = clock.millis();
        String name = wanted.name().value();
        ArtifactLocation place = wanted.artifactLocation();
        long id =
                sql.first(
                                INSERT,
                                row -> row.getLong(1),
                                name,
                                place == null ? null : place.value(),
                                root.uri(),
                                now,
                                now)
                        .orElseThrow(() -> taken(name));
        insertTags(id, wanted.tags());
        return new ExperimentId(id);
    }

    /** The experiment, deleted or not. */
    public Experiment get(ExperimentId id) {
        return experiment(repository.findByIdOptional(id.value()).orElseThrow(unknown(id)));
    }

    /** The experiment of this very name, deleted or not. */
    public Experiment getByName(String name) {
        return repository
                .findByName(name)
                .map(Experiments::experiment)
                .orElseThrow(
                        () ->
                                TandemException.notFound(
                                        "Could not find experiment with name '"
                                                + Texts.excerpt(name)
                                                + "'."));
    }

    /** Gives an active experiment another name. */
    public void rename(ExperimentId id, ExperimentName newName) {
        ExperimentEntity entity = lockActive(id);
        entity.name = newName.value();
        entity.lastUpdateTime = clock.millis();
        try {
            repository.flush();
        } catch (ConstraintViolationException clash) {
            throw TandemException.alreadyExists(
                    "Experiment '" + Texts.excerpt(newName.value()) + "' already exists.");
        }
    }

    /** Deletes an active experiment and its runs, so that they can be restored. */
    public void delete(ExperimentId id) {
        move(id, Lifecycle.ACTIVE, Lifecycle.DELETED);
    }

    /** Restores a deleted experiment and all its runs. */
    public void restore(ExperimentId id) {
        move(id, Lifecycle.DELETED, Lifecycle.ACTIVE);
    }

    /** Sets a tag of an active experiment; the last writer wins. */
    public void setTag(ExperimentId id, Tag tag) {
        ExperimentTags.checked("", tag);
        lockActive(id);
        insertTags(id.value(), List.of(tag));
    }

    /** Removes a tag of an active experiment. */
    public void deleteTag(ExperimentId id, String key) {
        lockActive(id);
        int removed =
                sql.update(
                        "DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?",
                        id.value(),
                        key);
        if (removed == 0) {
            throw TandemException.notFound(
                    "No tag with key '" + Texts.excerpt(key) + "' in experiment " + id + ".");
        }
    }

    private void insertTags(long id, List<Tag> tags) {
        if (!tags.isEmpty()) {
            sql.update(
                    INSERT_TAGS,
                    id,
                    tags.stream().map(Tag::key).toArray(String[]::new),
                    tags.stream().map(Tag::value).toArray(String[]::new));
        }
    }

    private void move(ExperimentId id, Lifecycle from, Lifecycle to) {
        ExperimentEntity entity = repository.lock(id.value()).orElseThrow(unknown(id));
        if (!entity.lifecycleStage.equals(from.wireName())) {
            throw TandemException.notFound(
                    "No " + from.wireName() + " experiment with id=" + id + " exists.");
        }
        long now = clock.millis();
        entity.lifecycleStage = to.wireName();
        entity.lastUpdateTime = now;
        lifecycleChanges.fire(new ExperimentLifecycleChanged(id, to, now));
    }

    private ExperimentEntity lockActive(ExperimentId id) {
        ExperimentEntity entity = repository.lock(id.value()).orElseThrow(unknown(id));
        if (!entity.lifecycleStage.equals(Lifecycle.ACTIVE.wireName())) {
            throw TandemException.invalid(
                    "The experiment "
                            + id
                            + " must be in the 'active' state. Current state is '"
                            + entity.lifecycleStage
                            + "'.");
        }
        return entity;
    }

    private TandemException taken(String name) {
        boolean deleted =
                repository
                        .findByName(name)
                        .filter(e -> e.lifecycleStage.equals(Lifecycle.DELETED.wireName()))
                        .isPresent();
        return TandemException.alreadyExists(
                "Experiment '"
                        + Texts.excerpt(name)
                        + "' already exists"
                        + (deleted
                                ? " in deleted state; restore it or choose another name."
                                : "."));
    }

    private static Supplier<TandemException> unknown(ExperimentId id) {
        return () -> TandemException.notFound("No Experiment with id=" + id + " exists.");
    }

    private static Experiment experiment(ExperimentEntity entity) {
        return new Experiment(
                new ExperimentId(entity.id),
                entity.name,
                entity.artifactLocation,
                Lifecycle.ofWireName(entity.lifecycleStage),
                entity.creationTime,
                entity.lastUpdateTime,
                ExperimentTags.sorted(entity.tags));
    }
}

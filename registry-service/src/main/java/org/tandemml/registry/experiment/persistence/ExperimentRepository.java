package org.tandemml.registry.experiment.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** Finds rows of {@code experiments}. */
@Singleton
public class ExperimentRepository implements PanacheRepositoryBase<ExperimentEntity, Long> {
    /** The experiment, locked until the end of the transaction. */
    public Optional<ExperimentEntity> lock(long id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The experiment of this very name, deleted or not. */
    public Optional<ExperimentEntity> findByName(String name) {
        return find("name", name).firstResultOptional();
    }
}

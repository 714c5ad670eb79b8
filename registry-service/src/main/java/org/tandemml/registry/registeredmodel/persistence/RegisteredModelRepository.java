package org.tandemml.registry.registeredmodel.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** The rows of registered models. */
@Singleton
public class RegisteredModelRepository
        implements PanacheRepositoryBase<RegisteredModelEntity, Long> {

    /** The model with this name, its row locked until the transaction ends. */
    public Optional<RegisteredModelEntity> lock(String name) {
        return find("name", name).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }
}

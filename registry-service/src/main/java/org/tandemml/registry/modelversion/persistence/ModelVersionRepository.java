package org.tandemml.registry.modelversion.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;

/** The rows of model versions. */
@Singleton
public class ModelVersionRepository
        implements PanacheRepositoryBase<ModelVersionEntity, ModelVersionKey> {}

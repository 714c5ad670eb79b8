package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import org.tandemml.registry.manifest.SealWorkers;
import org.tandemml.registry.modelversion.ModelVersionCreation.Created;

/**
 * Registers versions: adds them and has their files sealed. A version is pending until that is
 * done, which for a small folder is before its creation is answered.
 */
@Singleton
public final class ModelVersionRegistration {
    private final ModelVersionCreation creation;
    private final SealWorkers workers;
    private final ModelVersionReader reader;

    ModelVersionRegistration(
            ModelVersionCreation creation, SealWorkers workers, ModelVersionReader reader) {
        this.creation = creation;
        this.workers = workers;
        this.reader = reader;
    }

    /**
     * Gives a model its next version.
     *
     * @throws org.tandemml.model.TandemException {@code RESOURCE_DOES_NOT_EXIST} if the model, or
     *     what the source names, is not there; {@code INVALID_PARAMETER_VALUE} for a refused source
     */
    public ModelVersion register(NewModelVersion request) {
        Created created = creation.create(request);
        if (created.manifest().isEmpty()) {
            return created.version();
        }
        workers.sealPromptly(created.manifest().get());
        return reader.find(created.version().ref()).orElse(created.version());
    }
}

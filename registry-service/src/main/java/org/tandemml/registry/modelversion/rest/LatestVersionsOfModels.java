package org.tandemml.registry.modelversion.rest;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.registry.modelversion.ModelVersionReader;
import org.tandemml.registry.registeredmodel.rest.LatestVersionBodies;
import org.tandemml.registry.registeredmodel.rest.LatestVersionBody;

/** Shows versions in the answers for registered models. */
@Singleton
final class LatestVersionsOfModels implements LatestVersionBodies {
    private final ModelVersionReader reader;

    LatestVersionsOfModels(ModelVersionReader reader) {
        this.reader = reader;
    }

    @Override
    public Map<Long, List<LatestVersionBody>> of(Collection<Long> modelNumbers) {
        Map<Long, List<LatestVersionBody>> bodies = new HashMap<>();
        reader.latest(modelNumbers)
                .forEach(
                        version ->
                                bodies.computeIfAbsent(
                                                version.modelNumber(), n -> new ArrayList<>())
                                        .add(ModelVersionBody.of(version)));
        return bodies;
    }
}

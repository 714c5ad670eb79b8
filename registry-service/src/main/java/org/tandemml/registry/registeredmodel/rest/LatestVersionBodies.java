package org.tandemml.registry.registeredmodel.rest;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the answer for a registered model shows of its versions. The feature that owns versions
 * implements it, because models do not know their versions.
 */
public interface LatestVersionBodies {
    /**
     * The latest version of each stage, by the number of the model, ordered by stage.
     *
     * @return a model without versions has no entry
     */
    Map<Long, List<LatestVersionBody>> of(Collection<Long> modelNumbers);
}

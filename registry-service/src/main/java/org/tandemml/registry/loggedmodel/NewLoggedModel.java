package org.tandemml.registry.loggedmodel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.RunId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.run.Param;

/**
 * A logged model to be made.
 *
 * @param name null: one is made up
 * @param modelType empty for none
 * @param sourceRunId empty for none; the run need not exist here
 */
public record NewLoggedModel(
        ExperimentId experimentId,
        @Nullable String name,
        String modelType,
        String sourceRunId,
        List<Param> params,
        List<Tag> tags) {
    private static final int MAX_NAME_LENGTH = 500;
    private static final int MAX_TYPE_LENGTH = 500;
    private static final String REFUSED = "/:.%\"'";

    public NewLoggedModel {
        if (name != null) {
            requireName(name);
        }
        Texts.requireLength("model_type", modelType, MAX_TYPE_LENGTH);
        if (!sourceRunId.isEmpty()) {
            sourceRunId = new RunId(sourceRunId).value();
        }
        params = LoggedModelLimits.params(params);
        requireDistinct(params);
        tags = LoggedModelLimits.tags(tags);
    }

    private static void requireName(String name) {
        Texts.requireLength("name", name, MAX_NAME_LENGTH);
        if (name.isBlank() || name.chars().anyMatch(c -> REFUSED.indexOf(c) >= 0)) {
            throw TandemException.invalid(
                    "Invalid model name '"
                            + Texts.excerpt(name)
                            + "': it must not be blank nor hold any of / : . % \" '.");
        }
    }

    private static void requireDistinct(List<Param> params) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < params.size(); i++) {
            if (!keys.add(params.get(i).key())) {
                throw TandemException.invalid(
                        "Invalid value '"
                                + Texts.excerpt(params.get(i).key())
                                + "' for params["
                                + i
                                + "].key: the key stands there twice.");
            }
        }
    }
}

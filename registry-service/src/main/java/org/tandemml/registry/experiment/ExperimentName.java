package org.tandemml.registry.experiment;

import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/**
 * The name of an experiment: 1 to 256 characters, not all of them blank, unique also among deleted
 * experiments.
 */
public record ExperimentName(String value) {
    private static final int MAX_LENGTH = 256;

    public ExperimentName {
        if (value.isBlank()) {
            throw TandemException.invalid(
                    "Invalid experiment name '"
                            + Texts.excerpt(value)
                            + "': it must not be blank.");
        }
        Texts.requireLength("name", value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}

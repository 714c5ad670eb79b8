package org.tandemml.model.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's signature.
 *
 * @param inputs what a request must bring; null if not declared
 * @param outputs what the model answers; null if not declared, and never enforced
 * @param params the parameters, empty if none are declared
 */
public record Signature(@Nullable Schema inputs, @Nullable Schema outputs, List<ParamSpec> params) {
    public Signature {
        params = List.copyOf(params);
    }
}

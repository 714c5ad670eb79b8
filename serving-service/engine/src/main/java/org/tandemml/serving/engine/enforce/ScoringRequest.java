package org.tandemml.serving.engine.enforce;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Table;

/**
 * A body that was accepted.
 *
 * @param table the rows
 * @param params a value for each declared parameter, the default where the body brings none: {@code
 *     Boolean}, {@code Long} (integer and long), {@code Double} (float and double), {@code String},
 *     {@code java.time.Instant}, {@code List} or {@code Map} of these, or null. Unmodifiable, in
 *     the order of the signature
 */
public record ScoringRequest(Table table, Map<String, @Nullable Object> params) {
    public ScoringRequest {
        params =
                params.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }
}

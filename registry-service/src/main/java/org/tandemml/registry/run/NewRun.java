package org.tandemml.registry.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.experiment.Tag;

/**
 * A run to be made.
 *
 * @param userId who runs it, as the client says; empty if it does not
 * @param name null: a random one
 * @param startTime milliseconds since 1970; null: now
 * @param tags each key once; the last one won
 */
public record NewRun(
        ExperimentId experimentId,
        String userId,
        @Nullable String name,
        @Nullable Long startTime,
        List<Tag> tags) {
    public NewRun {
        Texts.requireLength("user_id", userId, RunLimits.MAX_NAME_LENGTH);
        Map<String, Tag> byKey = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = RunLimits.checked("tags[" + i + "].", tags.get(i));
            byKey.put(tag.key(), tag);
        }
        name = agreedName(name, byKey.remove(RunLimits.NAME_TAG));
        tags = List.copyOf(byKey.values());
    }

    private static @Nullable String agreedName(@Nullable String name, @Nullable Tag tag) {
        String given = name == null || name.isEmpty() ? null : name;
        String tagged = tag == null || tag.value().isEmpty() ? null : tag.value();
        if (given != null && tagged != null && !given.equals(tagged)) {
            throw TandemException.invalid(
                    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with"
                            + " different values (run_name='"
                            + Texts.excerpt(given)
                            + "', mlflow.runName='"
                            + Texts.excerpt(tagged)
                            + "').");
        }
        String agreed = given == null ? tagged : given;
        return agreed == null
                ? null
                : Texts.requireLength("run_name", agreed, RunLimits.MAX_NAME_LENGTH);
    }
}

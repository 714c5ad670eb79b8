package org.tandemml.registry.run;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;
import org.tandemml.registry.experiment.Tag;

/**
 * What is logged to a run at once, within its limits.
 *
 * @param params each key once
 * @param tags each key once
 */
record RunBatch(List<LoggedMetric> metrics, List<Param> params, List<Tag> tags) {

    /**
     * Checks a batch.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that names the entry by its JSON path
     */
    static RunBatch of(List<LoggedMetric> metrics, List<Param> params, List<Tag> tags) {
        RunLimits.requireAtMost("metrics", metrics.size(), RunLimits.MAX_METRICS);
        RunLimits.requireAtMost("params", params.size(), RunLimits.MAX_PARAMS);
        RunLimits.requireAtMost("tags", tags.size(), RunLimits.MAX_TAGS);
        RunLimits.requireAtMost(
                "metrics, params and tags together",
                metrics.size() + params.size() + tags.size(),
                RunLimits.MAX_ENTRIES);
        return new RunBatch(
                checked("metrics", metrics, RunLimits::checked),
                distinct(checked("params", params, RunLimits::checked)),
                lastOfEach(checked("tags", tags, RunLimits::checked)));
    }

    /** One point; messages name its fields without a path. */
    static RunBatch of(LoggedMetric metric) {
        return new RunBatch(List.of(RunLimits.checked("", metric)), List.of(), List.of());
    }

    /** One param; messages name its fields without a path. */
    static RunBatch of(Param param) {
        return new RunBatch(List.of(), List.of(RunLimits.checked("", param)), List.of());
    }

    /** One tag; messages name its fields without a path. */
    static RunBatch of(Tag tag) {
        return new RunBatch(List.of(), List.of(), List.of(RunLimits.checked("", tag)));
    }

    /** The names of all keys. */
    Stream<String> keys() {
        return Stream.of(
                        metrics.stream().map(logged -> logged.metric().key()),
                        params.stream().map(Param::key),
                        tags.stream().map(Tag::key))
                .flatMap(keys -> keys);
    }

    /** The name that the batch gives to the run; null if it gives none. */
    @Nullable String runName() {
        return tags.stream()
                .filter(tag -> tag.key().equals(RunLimits.NAME_TAG) && !tag.value().isEmpty())
                .map(Tag::value)
                .findFirst()
                .orElse(null);
    }

    /** The points that belong to logged models, too. */
    List<LoggedMetric> ofModels() {
        return metrics.stream().filter(logged -> logged.modelId() != null).toList();
    }

    private static <T> List<T> checked(
            String field, List<T> entries, BiFunction<String, T, T> check) {
        return IntStream.range(0, entries.size())
                .mapToObj(i -> check.apply(field + "[" + i + "].", entries.get(i)))
                .toList();
    }

    private static List<Param> distinct(List<Param> params) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < params.size(); i++) {
            if (!seen.add(params.get(i).key())) {
                throw TandemException.invalid(
                        "Duplicate parameter keys have been submitted: params["
                                + i
                                + "].key '"
                                + Texts.excerpt(params.get(i).key())
                                + "' stands in the batch before. Please ensure the request contains"
                                + " only one param value per param key.");
            }
        }
        return params;
    }

    private static List<Tag> lastOfEach(List<Tag> tags) {
        Map<String, Tag> byKey = new LinkedHashMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag));
        return List.copyOf(byKey.values());
    }
}

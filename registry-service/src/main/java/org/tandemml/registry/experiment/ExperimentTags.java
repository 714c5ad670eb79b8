package org.tandemml.registry.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemml.model.AttributeKey;
import org.tandemml.model.Texts;

/** The limits of experiment tags. */
final class ExperimentTags {
    /** What MLflow 3.18 takes; older servers took 5000. */
    static final int MAX_VALUE_LENGTH = 20_000;

    private ExperimentTags() {}

    /** A tag within its limits. */
    static Tag checked(String path, Tag tag) {
        AttributeKey.require(path + "key", tag.key());
        Texts.requireLength(path + "value", tag.value(), MAX_VALUE_LENGTH);
        return tag;
    }

    /** Tags within their limits, each key once: the last one wins. */
    static List<Tag> checked(List<Tag> tags) {
        Map<String, Tag> byKey = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = checked("tags[" + i + "].", tags.get(i));
            byKey.put(tag.key(), tag);
        }
        return List.copyOf(byKey.values());
    }

    /** Tags in the order of their keys. */
    static List<Tag> sorted(Map<String, String> tags) {
        return tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }
}

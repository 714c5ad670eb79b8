package org.tandemml.registry.registeredmodel.rest;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.AttributeKey;
import org.tandemml.model.Texts;
import org.tandemml.registry.registeredmodel.Tag;
import org.tandemml.registry.wire.Required;

/** A tag on the wire; a missing value is stored as empty text. */
public record TagBody(@Nullable String key, @Nullable String value) {

    /** Tags for an answer. */
    public static List<TagBody> of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> new TagBody(tag.getKey(), tag.getValue()))
                .toList();
    }

    /** The tags of a create request. */
    public static List<Tag> read(@Nullable List<TagBody> tags) {
        if (tags == null) {
            return List.of();
        }
        Required.atMostEntries("tags", tags);
        return IntStream.range(0, tags.size())
                .mapToObj(i -> read("tags[" + i + "].", tags.get(i)))
                .toList();
    }

    /** The tag of a request whose fields stand at its top. */
    public static Tag read(@Nullable String key, @Nullable String value) {
        return read("", new TagBody(key, value));
    }

    private static Tag read(String place, TagBody tag) {
        String key = AttributeKey.require(place + "key", tag.key == null ? "" : tag.key);
        String value = tag.value == null ? "" : tag.value;
        Texts.requireLength(place + "value", value, Tag.MAX_VALUE_LENGTH);
        return new Tag(key, value);
    }
}

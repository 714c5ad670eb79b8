package org.tandemml.registry.experiment.rest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.experiment.Tag;
import org.tandemml.registry.wire.Required;

/** A tag on the wire; a missing value is empty text. */
public record TagWire(@Nullable String key, @Nullable String value) {
    /** Tags to be shown. */
    public static List<TagWire> of(List<Tag> tags) {
        return tags.stream().map(tag -> new TagWire(tag.key(), tag.value())).toList();
    }

    /**
     * Tags that came in.
     *
     * @param field the name of the list, for messages
     */
    public static List<Tag> read(String field, @Nullable List<TagWire> tags) {
        List<Tag> read = new ArrayList<>();
        if (tags != null) {
            Required.atMostEntries(field, tags);
            for (TagWire tag : tags) {
                String key = Required.field(field + "[" + read.size() + "].key", tag.key());
                read.add(read(key, tag.value()));
            }
        }
        return read;
    }

    /** One tag that came in. */
    public static Tag read(String key, @Nullable String value) {
        return new Tag(key, value == null ? "" : value);
    }
}

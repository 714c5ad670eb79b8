package org.tandemml.registry.registeredmodel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tandemml.model.AttributeKey;
import org.tandemml.model.Texts;

/** A tag of a registered model or of a version. */
public record Tag(String key, String value) {
    /** The largest number of characters in a value. */
    public static final int MAX_VALUE_LENGTH = 100_000;

    public Tag {
        AttributeKey.require("key", key);
        Texts.requireLength("value", value, MAX_VALUE_LENGTH);
    }

    /** Tags by key; of several with one key the last wins. */
    public static Map<String, String> byKey(Collection<Tag> tags) {
        Map<String, String> byKey = new LinkedHashMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
        return byKey;
    }
}

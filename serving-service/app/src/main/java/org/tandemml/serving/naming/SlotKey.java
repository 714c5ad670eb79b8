package org.tandemml.serving.naming;

import org.tandemml.model.ModelName;

/**
 * What a model is asked for by.
 *
 * @param name the registered model's name, or the last segment of a folder's path
 * @param ref which of its versions
 */
public record SlotKey(ModelName name, Ref ref) {
    /** As it stands in a path, for example {@code breast-cancer/Production}. */
    @Override
    public String toString() {
        return ref.text().isEmpty() ? name.value() : name + "/" + ref.text();
    }
}

package org.tandemml.serving.engine.pickle;

import java.util.AbstractList;
import org.jspecify.annotations.Nullable;

/** A tuple: a list that nobody changes. */
final class PyTuple extends AbstractList<@Nullable Object> {
    static final PyTuple EMPTY = new PyTuple();

    private final @Nullable Object[] items;

    PyTuple(@Nullable Object... items) {
        this.items = items;
    }

    @Override
    public @Nullable Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }
}

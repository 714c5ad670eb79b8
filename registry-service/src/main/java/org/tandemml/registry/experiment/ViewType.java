package org.tandemml.registry.experiment;

import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.wire.ProtoEnum;

/** Which lifecycle stages a search shows. */
public enum ViewType implements ProtoEnum {
    ACTIVE_ONLY(1, Lifecycle.ACTIVE),
    DELETED_ONLY(2, Lifecycle.DELETED),
    ALL(3, null);

    private final int number;
    private final @Nullable Lifecycle only;

    ViewType(int number, @Nullable Lifecycle only) {
        this.number = number;
        this.only = only;
    }

    @Override
    public int number() {
        return number;
    }

    /**
     * A scope without what this view hides.
     *
     * @param column the column of the lifecycle stage, with its alias
     */
    public Scope limit(Scope scope, String column) {
        return only == null ? scope : scope.where(column + " = ?", only.wireName());
    }
}

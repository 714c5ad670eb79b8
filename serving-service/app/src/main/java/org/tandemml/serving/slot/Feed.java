package org.tandemml.serving.slot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.naming.SlotKey;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.source.ModelSource;

/** A source, the configured targets that it resolves, and when it was last heard of. */
final class Feed {
    private final ModelSource source;
    private final List<Target> targets;
    private volatile @Nullable Instant seenAt;
    private volatile @Nullable String failure;

    Feed(ModelSource source, List<Target> targets) {
        this.source = source;
        this.targets = targets.stream().filter(source::serves).toList();
    }

    ModelSource source() {
        return source;
    }

    List<Target> targets() {
        return targets;
    }

    /** Whether this key belongs to one of the targets. */
    boolean covers(SlotKey key) {
        return target(key) != null;
    }

    /** Whether this key is configured by its own name, not only found by a {@code *}. */
    boolean names(SlotKey key) {
        return !(target(key) instanceof Target.Every);
    }

    /** The target that this key belongs to; one of its own wins over {@code *}. */
    @Nullable Target target(SlotKey key) {
        Target found = null;
        for (Target target : targets) {
            if (target instanceof Target.One one && one.key().equals(key)
                    || target instanceof Target.Folder folder && folder.key().equals(key)) {
                return target;
            }
            if (target instanceof Target.Every every && every.key(key.name()).equals(key)) {
                found = target;
            }
        }
        return found;
    }

    /** The source has answered. */
    void seen(Instant now) {
        seenAt = now;
        failure = null;
    }

    /**
     * The source has not answered.
     *
     * @return whether this is news
     */
    boolean failed(String reason) {
        String before = failure;
        failure = reason;
        return before == null;
    }

    @Nullable Instant seenAt() {
        return seenAt;
    }

    /** Why the last attempt failed; null if it did not, or there was none. */
    @Nullable String failure() {
        return failure;
    }
}

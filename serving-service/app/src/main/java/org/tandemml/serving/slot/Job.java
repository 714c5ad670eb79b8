package org.tandemml.serving.slot;

import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.source.Release;

/** What is to be done for a slot. */
sealed interface Job {
    Release release();

    /** Load what the registry points to, from the cache or the source. */
    record Load(Release release) implements Job {}

    /** Load what was served last, from the cache only. */
    record Restore(LastGood.Memory memory) implements Job {
        @Override
        public Release release() {
            return memory.release();
        }
    }
}

package org.tandemml.registry.event;

import java.util.List;

/**
 * Somebody who must learn of every event once. Every bean of this type is called, never by the
 * request that made the change, but soon after it.
 */
public interface EventConsumer {
    /**
     * Takes events, those of one model in the order in which they happened, inside the transaction
     * that marks them as seen: what is written here is written exactly once. Must be quick and must
     * not wait for anything but the database; if it throws, the same events come again.
     */
    void accept(List<StoredEvent> events);
}

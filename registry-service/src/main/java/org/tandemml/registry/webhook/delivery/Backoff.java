package org.tandemml.registry.webhook.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How long to wait before a message is sent again: 1, 2, 4... s and up to 1 s by chance. */
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long JITTER_MILLIS = 1_000;
    private static final long MAX_MILLIS = 60_000;
    private static final int MAX_DOUBLINGS = 16;

    private final LongUnaryOperator chance;

    Backoff() {
        this(bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    /**
     * @param chance gives a number from 0 to below its argument
     */
    Backoff(LongUnaryOperator chance) {
        this.chance = chance;
    }

    /**
     * The time to wait.
     *
     * @param failed how many attempts have failed, at least 1
     * @param asked what the receiver asked for; null: nothing
     */
    Duration after(int failed, @Nullable Duration asked) {
        long doubled = FIRST_MILLIS << Math.min(failed - 1, MAX_DOUBLINGS);
        long wanted = Math.max(doubled, asked == null ? 0 : asked.toMillis());
        return Duration.ofMillis(Math.min(wanted, MAX_MILLIS) + chance.applyAsLong(JITTER_MILLIS));
    }

    /** What the header {@code Retry-After} asks for in seconds; null if it does not. */
    static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : null;
    }
}

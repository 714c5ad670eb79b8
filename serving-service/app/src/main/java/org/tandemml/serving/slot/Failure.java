package org.tandemml.serving.slot;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A load that failed.
 *
 * @param releaseId what was to be loaded
 * @param reason why it was not
 * @param attempts how often it was tried
 * @param retryAt when it is tried again, unless something else is to be loaded by then
 */
record Failure(String releaseId, String reason, int attempts, Instant retryAt) {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration HOPELESS_DELAY = Duration.ofMinutes(10);
    private static final int MAX_DOUBLINGS = 10;

    /**
     * The failure after another one.
     *
     * @param temporary whether the cause may go away by itself
     */
    static Failure after(
            @Nullable Failure before,
            String releaseId,
            String reason,
            boolean temporary,
            Instant now) {
        int attempts =
                before != null && before.releaseId.equals(releaseId) ? before.attempts + 1 : 1;
        Duration delay = temporary ? delay(attempts) : HOPELESS_DELAY;
        return new Failure(releaseId, reason, attempts, now.plus(delay));
    }

    private static Duration delay(int attempts) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(MAX_DOUBLINGS, attempts - 1));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }
}

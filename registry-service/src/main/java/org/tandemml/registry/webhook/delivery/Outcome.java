package org.tandemml.registry.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message once.
 *
 * @param statusClass the first digit of the receiver's status, 0 if it did not answer
 * @param reason why it was not accepted, for people; empty if it was
 * @param pause how long the receiver asks to be left alone; null if it does not say
 */
record Outcome(Kind kind, int statusClass, String reason, @Nullable Duration pause) {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SUCCESS = 2;
    private static final int REDIRECT = 3;
    private static final int SERVER_ERROR = 5;

    enum Kind {
        /** The receiver has it. */
        ACCEPTED,
        /** Sending it again may help. */
        RETRY,
        /** Sending it again would not help. */
        REFUSED
    }

    /** The receiver answered. */
    static Outcome answered(int status, @Nullable Duration pause) {
        int statusClass = status / 100;
        if (statusClass == SUCCESS) {
            return new Outcome(Kind.ACCEPTED, statusClass, "", null);
        }
        if (statusClass == REDIRECT) {
            return new Outcome(
                    Kind.REFUSED,
                    statusClass,
                    "the receiver answered with a redirect, which is not followed",
                    null);
        }
        boolean again = status == TOO_MANY_REQUESTS || statusClass == SERVER_ERROR;
        return new Outcome(
                again ? Kind.RETRY : Kind.REFUSED,
                statusClass,
                "the receiver answered with a status of " + statusClass + "00 and more",
                again ? pause : null);
    }

    /** There was no answer, which may be otherwise next time. */
    static Outcome unanswered(String reason) {
        return new Outcome(Kind.RETRY, 0, reason, null);
    }

    /** It was not sent. */
    static Outcome forbidden(String reason) {
        return new Outcome(Kind.REFUSED, 0, reason, null);
    }

    boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }
}

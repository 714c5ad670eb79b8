package org.tandemml.serving.engine.enforce;

import java.util.List;
import org.tandemml.model.ErrorCode;
import org.tandemml.model.TandemException;

/** A body that is well formed and does not match the signature. */
public final class ViolationsException extends TandemException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;
    private final long count;

    /**
     * @param code {@link ErrorCode#INVALID_PARAMETER_VALUE}; {@link ErrorCode#BAD_REQUEST} where
     *     MLflow answers so
     * @param message what is wrong, in a few words
     * @param violations the first of them, at most {@value ViolationLog#MAX_KEPT}
     * @param count how many there are in all
     */
    ViolationsException(ErrorCode code, String message, List<Violation> violations, long count) {
        super(code, message);
        this.violations = List.copyOf(violations);
        this.count = count;
    }

    /** The first violations in the order of the body, at most {@value ViolationLog#MAX_KEPT}. */
    public List<Violation> violations() {
        return violations;
    }

    /** How many violations there are in all. */
    public long count() {
        return count;
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.Arrays;

/** A predicate of the standard's three-valued logic. Immutable. */
interface Predicate {
    /** The predicate holds. */
    int TRUE = 1;

    /** It does not. */
    int FALSE = 0;

    /** A value is missing without which it cannot be told. */
    int UNKNOWN = -1;

    /** Holds always. */
    Predicate ALWAYS = values -> TRUE;

    /** Holds never. */
    Predicate NEVER = values -> FALSE;

    /** Evaluates to one of {@link #TRUE}, {@link #FALSE} and {@link #UNKNOWN}. */
    int test(double[] values);

    /** How a value is compared with a constant. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * A comparison with a constant.
     *
     * @param slot where the value is
     * @param coded whether the value is a text's code or a truth value
     */
    record Comparison(int slot, Operator operator, double constant, boolean coded)
            implements Predicate {
        @Override
        public int test(double[] values) {
            double value = values[slot];
            if (value != value) {
                return UNKNOWN;
            }
            boolean holds =
                    switch (operator) {
                        case EQUAL -> value == constant;
                        case NOT_EQUAL -> value != constant;
                        case LESS -> value < constant;
                        case LESS_OR_EQUAL -> value <= constant;
                        case GREATER -> value > constant;
                        case GREATER_OR_EQUAL -> value >= constant;
                    };
            return holds ? TRUE : FALSE;
        }
    }

    /** Whether a value is missing, or is not. */
    record Missing(int slot, boolean missing) implements Predicate {
        @Override
        public int test(double[] values) {
            return Double.isNaN(values[slot]) == missing ? TRUE : FALSE;
        }
    }

    /**
     * Whether a value is one of several, or is not.
     *
     * @param sorted the values in ascending order
     * @param coded whether they are codes of texts or truth values
     */
    record Membership(int slot, double[] sorted, boolean inside, boolean coded)
            implements Predicate {
        @Override
        public int test(double[] values) {
            double value = values[slot];
            if (value != value) {
                return UNKNOWN;
            }
            // Negative zero sorts apart from zero.
            return Arrays.binarySearch(sorted, value + 0.0) >= 0 == inside ? TRUE : FALSE;
        }
    }

    /** All must hold. */
    record And(Predicate[] parts) implements Predicate {
        @Override
        public int test(double[] values) {
            int result = TRUE;
            for (Predicate part : parts) {
                int holds = part.test(values);
                if (holds == FALSE) {
                    return FALSE;
                }
                result = holds == UNKNOWN ? UNKNOWN : result;
            }
            return result;
        }
    }

    /** One must hold. */
    record Or(Predicate[] parts) implements Predicate {
        @Override
        public int test(double[] values) {
            int result = FALSE;
            for (Predicate part : parts) {
                int holds = part.test(values);
                if (holds == TRUE) {
                    return TRUE;
                }
                result = holds == UNKNOWN ? UNKNOWN : result;
            }
            return result;
        }
    }

    /** An odd number must hold. */
    record Xor(Predicate[] parts) implements Predicate {
        @Override
        public int test(double[] values) {
            int result = FALSE;
            for (Predicate part : parts) {
                int holds = part.test(values);
                if (holds == UNKNOWN) {
                    return UNKNOWN;
                }
                result ^= holds;
            }
            return result;
        }
    }

    /** The first that can be told decides. */
    record Surrogate(Predicate[] parts) implements Predicate {
        @Override
        public int test(double[] values) {
            for (Predicate part : parts) {
                int holds = part.test(values);
                if (holds != UNKNOWN) {
                    return holds;
                }
            }
            return UNKNOWN;
        }
    }
}

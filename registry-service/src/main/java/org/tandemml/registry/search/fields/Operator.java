package org.tandemml.registry.search.fields;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a condition may do with a field. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    LIKE("LIKE"),
    NOT_LIKE("NOT LIKE"),
    ILIKE("ILIKE"),
    NOT_ILIKE("NOT ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN"),
    BETWEEN("BETWEEN"),
    NOT_BETWEEN("NOT BETWEEN"),
    IS_NULL("IS NULL"),
    IS_NOT_NULL("IS NOT NULL");

    /** What texts can do. */
    public static final Set<Operator> TEXT =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            EQUAL,
                            NOT_EQUAL,
                            LIKE,
                            NOT_LIKE,
                            ILIKE,
                            NOT_ILIKE,
                            IN,
                            NOT_IN,
                            IS_NULL,
                            IS_NOT_NULL));

    /** What numbers can do. */
    public static final Set<Operator> NUMBER =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            EQUAL,
                            NOT_EQUAL,
                            GREATER,
                            GREATER_OR_EQUAL,
                            LESS,
                            LESS_OR_EQUAL,
                            IN,
                            NOT_IN,
                            BETWEEN,
                            NOT_BETWEEN,
                            IS_NULL,
                            IS_NOT_NULL));

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in a filter. */
    public String symbol() {
        return symbol;
    }
}

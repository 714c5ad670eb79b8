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
    ILIKE("ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN");

    /** What texts can do unless a field says otherwise. */
    public static final Set<Operator> TEXT =
            Collections.unmodifiableSet(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE));

    /** What numbers can do unless a field says otherwise. */
    public static final Set<Operator> NUMBER =
            Collections.unmodifiableSet(
                    EnumSet.of(EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL));

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written in a filter. */
    public String symbol() {
        return symbol;
    }
}

package org.tandemml.registry.search.filter;

import java.util.List;
import java.util.stream.Stream;
import org.tandemml.registry.search.fields.Operator;

/** A checked filter: every field exists, takes the operator, and has a value of its type. */
public sealed interface Expression {
    /** All conditions in it, in the order they were written. */
    Stream<Condition> conditions();

    /** Every part holds; of no parts: always. */
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public Stream<Condition> conditions() {
            return parts.stream().flatMap(Expression::conditions);
        }
    }

    /** Something about one field. A row that lacks the field never meets it. */
    sealed interface Condition extends Expression {
        FieldRef field();

        @Override
        default Stream<Condition> conditions() {
            return Stream.of(this);
        }
    }

    /** A comparison with a number; the operator is one of {@link Operator#NUMBER}. */
    record CompareNumber(FieldRef field, Operator operator, NumberLiteral value)
            implements Condition {}

    /** A comparison with a text; the operator is one of {@link Operator#TEXT}. */
    record CompareText(FieldRef field, Operator operator, String value) implements Condition {}

    /** Membership in a list of texts. */
    record InTexts(FieldRef field, boolean negated, List<String> values) implements Condition {
        public InTexts {
            values = List.copyOf(values);
        }
    }
}

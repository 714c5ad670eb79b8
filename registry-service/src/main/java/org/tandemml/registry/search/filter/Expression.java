package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tandemml.registry.search.fields.Operator;

/**
 * A checked filter: every field exists, takes the operator, and has a value of its type. For each
 * row it is either true or false, never unknown.
 */
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

    /** Some part holds. */
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public Stream<Condition> conditions() {
            return parts.stream().flatMap(Expression::conditions);
        }
    }

    /** The part does not hold; so also for a row that lacks the field that the part is about. */
    record Not(Expression part) implements Expression {
        @Override
        public Stream<Condition> conditions() {
            return part.conditions();
        }
    }

    /** Every part holds; parts that are conjunctions themselves are taken apart. */
    static Expression and(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof And and) {
                flat.addAll(and.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    /** Some part holds; parts that are disjunctions themselves are taken apart. */
    static Expression or(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof Or or) {
                flat.addAll(or.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Or(flat);
    }

    /** The part does not hold. */
    static Expression not(Expression part) {
        return part instanceof Not not ? not.part() : new Not(part);
    }

    /**
     * Something about the value of one field. A row that lacks the field never meets it; {@code IS
     * NULL} is therefore a {@link Not} of {@link Present}.
     */
    sealed interface Condition extends Expression {
        FieldRef field();

        @Override
        default Stream<Condition> conditions() {
            return Stream.of(this);
        }
    }

    /** The row has the field. */
    record Present(FieldRef field) implements Condition {}

    /** A comparison with a number; the operator is one of {@code = != > >= < <=}. */
    record CompareNumber(FieldRef field, Operator operator, NumberLiteral value)
            implements Condition {}

    /** From low to high, both included; negated: a value that is there and not so. */
    record Between(FieldRef field, boolean negated, NumberLiteral low, NumberLiteral high)
            implements Condition {}

    /** A comparison with a text; the operator is one of {@code = !=} and {@code [NOT] [I]LIKE}. */
    record CompareText(FieldRef field, Operator operator, String value) implements Condition {}

    /** Membership in a list of texts. */
    record InTexts(FieldRef field, boolean negated, List<String> values) implements Condition {
        public InTexts {
            values = List.copyOf(values);
        }
    }

    /** Membership in a list of numbers. */
    record InNumbers(FieldRef field, boolean negated, List<NumberLiteral> values)
            implements Condition {
        public InNumbers {
            values = List.copyOf(values);
        }
    }
}

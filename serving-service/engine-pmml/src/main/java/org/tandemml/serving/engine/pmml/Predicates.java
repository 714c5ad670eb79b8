package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Predicate.Operator;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Reads predicates. */
final class Predicates {
    private final PmmlCompiler compiler;

    Predicates(PmmlCompiler compiler) {
        this.compiler = compiler;
    }

    /** The predicate of a node or a segment. */
    Predicate of(XmlElement owner, Scope scope) throws NotCompiledException {
        for (XmlElement child : owner.children()) {
            Predicate predicate = predicate(child, scope);
            if (predicate != null) {
                return predicate;
            }
        }
        throw new NotCompiledException("a %s without a predicate".formatted(owner.name()));
    }

    private @Nullable Predicate predicate(XmlElement element, Scope scope)
            throws NotCompiledException {
        return switch (element.name()) {
            case "True" -> Predicate.ALWAYS;
            case "False" -> Predicate.NEVER;
            case "SimplePredicate" -> simple(element, scope);
            case "SimpleSetPredicate" -> set(element, scope);
            case "CompoundPredicate" -> compound(element, scope);
            default -> null;
        };
    }

    private Predicate simple(XmlElement element, Scope scope) throws NotCompiledException {
        Slot slot = scope.slot(element.required("field"));
        String name = element.required("operator");
        if (name.equals("isMissing") || name.equals("isNotMissing")) {
            return new Predicate.Missing(slot.index(), name.equals("isMissing"));
        }
        Operator operator =
                switch (name) {
                    case "equal" -> Operator.EQUAL;
                    case "notEqual" -> Operator.NOT_EQUAL;
                    case "lessThan" -> Operator.LESS;
                    case "lessOrEqual" -> Operator.LESS_OR_EQUAL;
                    case "greaterThan" -> Operator.GREATER;
                    case "greaterOrEqual" -> Operator.GREATER_OR_EQUAL;
                    default -> throw new NotCompiledException("the operator " + name);
                };
        if (slot.type() == Type.TEXT && PmmlRules.ORDERS.contains(name)) {
            throw new NotCompiledException("an order of texts");
        }
        double constant = literal(slot, element.required("value"));
        return new Predicate.Comparison(slot.index(), operator, constant, !slot.type().isNumber());
    }

    private double literal(Slot slot, String text) throws NotCompiledException {
        double value = compiler.literals().value(slot.type(), text);
        if (Double.isNaN(value)) {
            throw new NotCompiledException("a comparison with NaN");
        }
        compiler.probe(slot.index(), value);
        return value;
    }

    private Predicate set(XmlElement element, Scope scope) throws NotCompiledException {
        Slot slot = scope.slot(element.required("field"));
        XmlElement array = element.child("Array");
        String operator = element.required("booleanOperator");
        if (array == null || !operator.equals("isIn") && !operator.equals("isNotIn")) {
            throw new NotCompiledException("a SimpleSetPredicate as it is used");
        }
        List<String> texts = Literals.array(array.text());
        double[] sorted = new double[texts.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = literal(slot, texts.get(i)) + 0.0;
        }
        Arrays.sort(sorted);
        return new Predicate.Membership(
                slot.index(), sorted, operator.equals("isIn"), !slot.type().isNumber());
    }

    private Predicate compound(XmlElement element, Scope scope) throws NotCompiledException {
        List<Predicate> parts = new ArrayList<>();
        for (XmlElement child : element.children()) {
            Predicate part = predicate(child, scope);
            if (part != null) {
                parts.add(part);
            }
        }
        Predicate[] all = parts.toArray(Predicate[]::new);
        if (all.length == 0) {
            throw new NotCompiledException("a compound of no predicates");
        }
        String operator = element.required("booleanOperator");
        return switch (operator) {
            case "and" -> new Predicate.And(all);
            case "or" -> new Predicate.Or(all);
            case "xor" -> {
                compiler.deviate("it has another xor of missing values");
                yield new Predicate.Xor(all);
            }
            case "surrogate" -> {
                compiler.deviate("it has other surrogates of missing values");
                yield new Predicate.Surrogate(all);
            }
            default -> throw new NotCompiledException("the compound " + operator);
        };
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.List;
import org.tandemml.serving.engine.pmml.Expression.Typed;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Program.Result;

/** Compiles the score of a Scorecard; reason codes are not part of it. */
final class ScorecardCompiler {
    private final PmmlCompiler compiler;
    private final Predicates predicates;

    ScorecardCompiler(PmmlCompiler compiler, Predicates predicates) {
        this.compiler = compiler;
        this.predicates = predicates;
    }

    /** What a row scores for which the predicate holds. */
    private record Attribute(Predicate predicate, Expression score) {}

    Result compile(XmlElement model, Scope scope) throws NotCompiledException {
        XmlElement element = model.child("Characteristics");
        List<XmlElement> elements =
                element == null ? List.of() : element.children("Characteristic");
        Attribute[][] characteristics = new Attribute[elements.size()][];
        for (int i = 0; i < characteristics.length; i++) {
            List<XmlElement> attributes = elements.get(i).children("Attribute");
            characteristics[i] = new Attribute[attributes.size()];
            for (int j = 0; j < attributes.size(); j++) {
                characteristics[i][j] = attribute(attributes.get(j), scope);
            }
        }
        double initial = model.number("initialScore", 0);
        int to = compiler.newSlots(1);
        compiler.add(
                work -> {
                    double sum = initial;
                    for (Attribute[] characteristic : characteristics) {
                        sum += score(characteristic, work.values);
                    }
                    work.values[to] = sum;
                });
        return new Result(to, -1, 0);
    }

    private Attribute attribute(XmlElement element, Scope scope) throws NotCompiledException {
        Predicate predicate = predicates.of(element, scope);
        XmlElement computed = element.child("ComplexPartialScore");
        if (computed == null) {
            double score = Literals.number(element.required("partialScore"));
            return new Attribute(predicate, values -> score);
        }
        compiler.deviateOnMissing();
        Typed typed = compiler.expressions().inside(computed, Type.DOUBLE, scope);
        if (!typed.type().isNumber()) {
            throw new NotCompiledException("a partial score that is no number");
        }
        return new Attribute(predicate, typed.expression());
    }

    /** The score of the first attribute that holds; NaN if none does. */
    private static double score(Attribute[] characteristic, double[] values) {
        for (Attribute attribute : characteristic) {
            if (attribute.predicate.test(values) == Predicate.TRUE) {
                return attribute.score.of(values);
            }
        }
        return Double.NaN;
    }
}

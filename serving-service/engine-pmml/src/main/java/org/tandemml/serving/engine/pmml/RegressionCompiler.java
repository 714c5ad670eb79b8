package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemml.serving.engine.pmml.Expression.Unary;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.RegressionTable.Category;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Compiles a RegressionModel. */
final class RegressionCompiler {
    private final PmmlCompiler compiler;
    private final List<String> labels;

    RegressionCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    Result compile(XmlElement model, Scope scope, boolean classification, boolean single)
            throws NotCompiledException {
        List<XmlElement> tables = model.children("RegressionTable");
        String normalization = model.get("normalizationMethod", "none");
        return classification
                ? classification(tables, normalization, scope, single)
                : regression(tables, normalization, scope, single);
    }

    private Result regression(
            List<XmlElement> tables, String normalization, Scope scope, boolean single)
            throws NotCompiledException {
        if (tables.size() != 1) {
            throw new NotCompiledException("a regression of several tables");
        }
        RegressionTable table = table(tables.get(0), scope, single);
        Unary link = normalization.equals("none") ? value -> value : link(normalization);
        int value = compiler.newSlots(1);
        compiler.add(work -> work.values[value] = link.of(table.sum(work.values)));
        return new Result(value, -1, 0);
    }

    private Result classification(
            List<XmlElement> elements, String normalization, Scope scope, boolean single)
            throws NotCompiledException {
        RegressionTable[] tables = new RegressionTable[elements.size()];
        int[] label = new int[tables.length];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = table(elements.get(i), scope, single);
            label[i] = Labelled.required(labels, elements.get(i).required("targetCategory"));
        }
        if (Arrays.stream(label).distinct().count() != labels.size()) {
            throw new NotCompiledException("a table for some of the labels only");
        }
        boolean softmax = normalization.equals("softmax");
        Result result = Labelled.result(compiler, labels.size());
        if (softmax || normalization.equals("simplemax")) {
            compiler.add(work -> shares(tables, label, softmax, work.values, result));
            return result;
        }
        if (tables.length != 2) {
            throw new NotCompiledException(
                    "the link %s of several tables".formatted(normalization));
        }
        Unary link = normalization.equals("none") ? value -> value : link(normalization);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    double first = link.of(tables[0].sum(values));
                    values[result.probabilities() + label[0]] = first;
                    values[result.probabilities() + label[1]] = 1 - first;
                    decide(tables, label, values, result);
                });
        return result;
    }

    private static void shares(
            RegressionTable[] tables,
            int[] label,
            boolean softmax,
            double[] values,
            Result result) {
        int at = result.probabilities();
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tables.length; i++) {
            double sum = tables[i].sum(values);
            values[at + label[i]] = sum;
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (int i = 0; i < tables.length; i++) {
            double share =
                    softmax ? Math.exp(values[at + label[i]] - largest) : values[at + label[i]];
            values[at + label[i]] = share;
            total += share;
        }
        for (int i = 0; i < tables.length; i++) {
            values[at + label[i]] /= total;
        }
        decide(tables, label, values, result);
    }

    /** The likeliest label; of several the one whose table is first. */
    private static void decide(
            RegressionTable[] tables, int[] label, double[] values, Result result) {
        int winner = -1;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tables.length; i++) {
            double probability = values[result.probabilities() + label[i]];
            if (probability > largest) {
                largest = probability;
                winner = label[i];
            }
        }
        values[result.value()] = winner < 0 ? Double.NaN : winner;
        if (winner < 0) {
            Labelled.nothing(result, values);
        }
    }

    private Unary link(String name) throws NotCompiledException {
        if (name.equals("loglog")) {
            compiler.deviate("it does not know the link loglog");
        }
        // The softmax of a regression is that of two classes.
        return Links.inverse(name.equals("softmax") ? "logit" : name);
    }

    private RegressionTable table(XmlElement element, Scope scope, boolean single)
            throws NotCompiledException {
        List<RegressionTable.Power> powers = new ArrayList<>();
        List<Category> categories = new ArrayList<>();
        List<RegressionTable.Product> products = new ArrayList<>();
        for (XmlElement term : element.children()) {
            switch (term.name()) {
                case "NumericPredictor" ->
                        powers.add(
                                new RegressionTable.Power(
                                        numeric(term.required("name"), scope),
                                        Literals.number(term.required("coefficient")),
                                        term.number("exponent", 1)));
                case "CategoricalPredictor" -> {
                    Slot slot = scope.slot(term.required("name"));
                    double category =
                            compiler.literals().value(slot.type(), term.required("value"));
                    compiler.probe(slot.index(), category);
                    categories.add(
                            new Category(
                                    slot.index(),
                                    category,
                                    Literals.number(term.required("coefficient"))));
                }
                case "PredictorTerm" -> {
                    List<XmlElement> fields = term.children("FieldRef");
                    int[] slots = new int[fields.size()];
                    for (int i = 0; i < slots.length; i++) {
                        slots[i] = numeric(fields.get(i).required("field"), scope);
                    }
                    products.add(
                            new RegressionTable.Product(
                                    slots, Literals.number(term.required("coefficient"))));
                }
                default -> {
                    // Nothing else is part of the sum.
                }
            }
        }
        return new RegressionTable(
                Literals.number(element.required("intercept")),
                powers.toArray(RegressionTable.Power[]::new),
                categories.toArray(Category[]::new),
                products.toArray(RegressionTable.Product[]::new),
                single);
    }

    private int numeric(String field, Scope scope) throws NotCompiledException {
        Slot slot = scope.slot(field);
        if (slot.type() == Literals.Type.TEXT) {
            throw new NotCompiledException("a text as a number");
        }
        return slot.index();
    }
}

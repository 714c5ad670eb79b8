package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Expression.Unary;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Compiles a GeneralRegressionModel: sums of coefficients times products of predictors. */
final class GeneralRegressionCompiler {
    /** The category of a cell that counts for all of them, or in a model without categories. */
    private static final String ALL = "";

    private final PmmlCompiler compiler;
    private final List<String> labels;

    GeneralRegressionCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    /** A predictor inside of a term; NaN if it is missing. */
    @FunctionalInterface
    private interface Factor {
        double of(double[] values);
    }

    /** A coefficient and what it is multiplied with. */
    private record Term(double beta, Factor[] factors) {}

    /** The sum of a category; NaN if something in it is missing. */
    private record Terms(Term[] terms) {
        double sum(double[] values) {
            double sum = 0;
            for (Term term : terms) {
                double product = term.beta;
                for (Factor factor : term.factors) {
                    product *= factor.of(values);
                }
                sum += product;
            }
            return sum;
        }
    }

    Result compile(XmlElement model, Scope scope, boolean classification)
            throws NotCompiledException {
        Map<String, Terms> categories = categories(model, scope);
        // PMML4S takes missing predictors in another way.
        compiler.deviateOnMissing();
        Factor offset = extra(model, "offset", 0, scope);
        String type = model.required("modelType");
        if (!classification) {
            return regression(model, type, categories, offset, scope);
        }
        if (model.get("trialsValue") != null || model.get("trialsVariable") != null) {
            throw new NotCompiledException("trials of a classification");
        }
        return switch (type) {
            case "multinomialLogistic" -> multinomial(model, categories, offset);
            case "ordinalMultinomial" -> ordinal(model, categories, offset);
            case "generalizedLinear" -> binary(model, categories, offset);
            default -> throw new NotCompiledException("the model type " + type);
        };
    }

    private Result regression(
            XmlElement model,
            String type,
            Map<String, Terms> categories,
            Factor offset,
            Scope scope)
            throws NotCompiledException {
        Terms terms = categories.get(ALL);
        boolean linear = type.equals("regression") || type.equals("generalLinear");
        if (terms == null
                || categories.size() > 1
                || !linear && !type.equals("generalizedLinear")) {
            throw new NotCompiledException("the model type " + type);
        }
        Unary mean = linear ? value -> value : link(model);
        Factor trials = extra(model, "trials", 1, scope);
        int value = compiler.newSlots(1);
        compiler.add(
                work ->
                        work.values[value] =
                                mean.of(terms.sum(work.values) + offset.of(work.values))
                                        * trials.of(work.values));
        return new Result(value, -1, 0);
    }

    private static Unary link(XmlElement model) throws NotCompiledException {
        return Links.inverse(
                model.required("linkFunction"),
                model.number("linkParameter", Double.NaN),
                model.number("distParameter", Double.NaN));
    }

    /** The softmax of the sums; that of the reference is 0. */
    private Result multinomial(XmlElement model, Map<String, Terms> categories, Factor offset)
            throws NotCompiledException {
        @Nullable Terms[] terms = byLabel(categories);
        Result result = Labelled.result(compiler, labels.size());
        int reference = reference(model, terms);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    double shift = offset.of(values);
                    for (int label = 0; label < terms.length; label++) {
                        Terms sum = terms[label];
                        values[result.probabilities() + label] =
                                sum == null || label == reference ? 0 : sum.sum(values) + shift;
                    }
                    Labelled.softmax(result, values);
                });
        return result;
    }

    /** Differences of the probabilities of all labels up to one. */
    private Result ordinal(XmlElement model, Map<String, Terms> categories, Factor offset)
            throws NotCompiledException {
        String name = model.get("cumulativeLink", "logit");
        if (name.equals("loglog")) {
            compiler.deviate("its cumulative loglog is another");
        }
        Unary cumulated = Links.inverse(name);
        @Nullable Terms[] own = byLabel(categories);
        Terms shared = categories.getOrDefault(ALL, new Terms(new Term[0]));
        int last = labels.size() - 1;
        Terms[] terms = new Terms[last];
        for (int label = 0; label < last; label++) {
            Terms of = own[label];
            if (of == null) {
                throw new NotCompiledException("a label without a threshold");
            }
            terms[label] = of;
        }
        Result result = Labelled.result(compiler, labels.size());
        compiler.add(
                work -> {
                    double[] values = work.values;
                    double rest = shared.sum(values) + offset.of(values);
                    double before = 0;
                    for (int label = 0; label <= last; label++) {
                        double upTo =
                                label == last
                                        ? rest - rest + 1
                                        : cumulated.of(terms[label].sum(values) + rest);
                        values[result.probabilities() + label] = upTo - before;
                        before = upTo;
                    }
                    Labelled.decideOrNothing(result, values);
                });
        return result;
    }

    /** One label by the link, the other the rest. */
    private Result binary(XmlElement model, Map<String, Terms> categories, Factor offset)
            throws NotCompiledException {
        if (labels.size() != 2 || categories.size() != 1) {
            throw new NotCompiledException("a generalized linear model of several classes");
        }
        Map.Entry<String, Terms> only = categories.entrySet().iterator().next();
        int label;
        if (only.getKey().equals(ALL)) {
            label = 1 - Labelled.required(labels, model.required("targetReferenceCategory"));
        } else {
            label = Labelled.required(labels, only.getKey());
        }
        Terms terms = only.getValue();
        Unary mean = link(model);
        Result result = Labelled.result(compiler, 2);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    double share = mean.of(terms.sum(values) + offset.of(values));
                    values[result.probabilities() + label] = share;
                    values[result.probabilities() + 1 - label] = 1 - share;
                    Labelled.decideOrNothing(result, values);
                });
        return result;
    }

    private @Nullable Terms[] byLabel(Map<String, Terms> categories) throws NotCompiledException {
        @Nullable Terms[] terms = new Terms[labels.size()];
        for (Map.Entry<String, Terms> category : categories.entrySet()) {
            if (!category.getKey().equals(ALL)) {
                terms[Labelled.required(labels, category.getKey())] = category.getValue();
            }
        }
        return terms;
    }

    private int reference(XmlElement model, @Nullable Terms[] terms) throws NotCompiledException {
        String named = model.get("targetReferenceCategory");
        int reference = named == null ? -1 : Labelled.required(labels, named);
        for (int label = 0; label < terms.length; label++) {
            if (terms[label] == null && label != reference) {
                if (reference >= 0) {
                    throw new NotCompiledException("a label without coefficients");
                }
                reference = label;
            }
        }
        return reference;
    }

    /** An offset or a number of trials: a constant, a field, or what it is where there is none. */
    private static Factor extra(XmlElement model, String what, double otherwise, Scope scope)
            throws NotCompiledException {
        String variable = model.get(what + "Variable");
        if (variable != null) {
            int slot = scope.slot(variable).index();
            return values -> values[slot];
        }
        double constant = model.number(what + "Value", otherwise);
        return values -> constant;
    }

    private Map<String, Terms> categories(XmlElement model, Scope scope)
            throws NotCompiledException {
        Map<String, List<Factor>> factors = factors(model, scope);
        XmlElement matrix = model.child("ParamMatrix");
        if (matrix == null || model.child("EventValues") != null) {
            throw new NotCompiledException("a general regression without coefficients");
        }
        Map<String, List<Term>> terms = new LinkedHashMap<>();
        for (XmlElement cell : matrix.children("PCell")) {
            List<Factor> of = factors.getOrDefault(cell.required("parameterName"), List.of());
            terms.computeIfAbsent(cell.get("targetCategory", ALL), key -> new ArrayList<>())
                    .add(
                            new Term(
                                    Literals.number(cell.required("beta")),
                                    of.toArray(Factor[]::new)));
        }
        Map<String, Terms> categories = new LinkedHashMap<>();
        terms.forEach((name, list) -> categories.put(name, new Terms(list.toArray(Term[]::new))));
        return categories;
    }

    /** What each parameter is multiplied with. */
    private Map<String, List<Factor>> factors(XmlElement model, Scope scope)
            throws NotCompiledException {
        List<String> categorical = predictors(model.child("FactorList"));
        List<String> numeric = predictors(model.child("CovariateList"));
        Map<String, List<Factor>> factors = new LinkedHashMap<>();
        XmlElement matrix = model.child("PPMatrix");
        for (XmlElement cell : matrix == null ? List.<XmlElement>of() : matrix.children("PPCell")) {
            if (cell.get("targetCategory") != null) {
                throw new NotCompiledException("a predictor of some labels only");
            }
            String name = cell.required("predictorName");
            Slot slot = scope.slot(name);
            String value = cell.required("value");
            Factor factor;
            if (categorical.contains(name)) {
                factor = indicator(slot, value);
            } else if (numeric.contains(name) && slot.type().isNumber()) {
                factor = power(slot.index(), Literals.number(value));
            } else {
                throw new NotCompiledException("a predictor that is in no list");
            }
            factors.computeIfAbsent(cell.required("parameterName"), key -> new ArrayList<>())
                    .add(factor);
        }
        return factors;
    }

    private Factor indicator(Slot slot, String category) throws NotCompiledException {
        double wanted = compiler.literals().value(slot.type(), category);
        int index = slot.index();
        compiler.probe(index, wanted);
        return values -> {
            double value = values[index];
            return value != value ? value : value == wanted ? 1 : 0;
        };
    }

    private static Factor power(int slot, double exponent) {
        return exponent == 1 ? values -> values[slot] : values -> Math.pow(values[slot], exponent);
    }

    private static List<String> predictors(@Nullable XmlElement list) throws NotCompiledException {
        List<String> names = new ArrayList<>();
        for (XmlElement predictor :
                list == null ? List.<XmlElement>of() : list.children("Predictor")) {
            if (predictor.child("Categories") != null
                    || predictor.get("contrastMatrixType") != null) {
                throw new NotCompiledException("contrasts of a factor");
            }
            names.add(predictor.required("name"));
        }
        return names;
    }
}

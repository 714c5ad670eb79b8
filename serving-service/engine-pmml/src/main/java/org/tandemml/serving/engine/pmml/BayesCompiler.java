package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Compiles a NaiveBayesModel. Inputs that are missing, or that no count knows, say nothing. */
final class BayesCompiler {
    private final PmmlCompiler compiler;
    private final List<String> labels;

    BayesCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    /** Adds to each label's slot the logarithm of how likely a value is with it. */
    @FunctionalInterface
    private interface Evidence {
        void add(double value, double[] values, int at);
    }

    private record Input(int slot, Evidence evidence) {}

    Result compile(XmlElement model, Scope scope) throws NotCompiledException {
        double threshold = Literals.number(model.required("threshold"));
        XmlElement named = model.child("BayesInputs");
        XmlElement output = model.child("BayesOutput");
        if (named == null || output == null) {
            throw new NotCompiledException("a NaiveBayesModel without inputs or output");
        }
        List<Input> list = new ArrayList<>();
        for (XmlElement element : named.children("BayesInput")) {
            list.add(input(element, scope, threshold));
        }
        Input[] inputs = list.toArray(Input[]::new);
        double[] prior = counts(output);
        Result result = Labelled.result(compiler, labels.size());
        compiler.add(
                work -> {
                    double[] values = work.values;
                    int at = result.probabilities();
                    for (int label = 0; label < prior.length; label++) {
                        values[at + label] = Math.log(prior[label]);
                    }
                    for (Input input : inputs) {
                        double value = values[input.slot];
                        if (value == value) {
                            input.evidence.add(value, values, at);
                        }
                    }
                    Labelled.softmax(result, values);
                });
        return result;
    }

    private Input input(XmlElement element, Scope scope, double threshold)
            throws NotCompiledException {
        XmlElement derived = element.child("DerivedField");
        Slot slot =
                derived == null
                        ? scope.slot(element.required("fieldName"))
                        : compiler.computed(derived, scope);
        XmlElement stats = element.child("TargetValueStats");
        return new Input(
                slot.index(),
                stats == null ? pairs(element, slot, threshold) : stats(stats, threshold));
    }

    private Evidence pairs(XmlElement element, Slot slot, double threshold)
            throws NotCompiledException {
        List<XmlElement> pairs = element.children("PairCounts");
        double[] known = new double[pairs.size()];
        double[][] likely = new double[known.length][];
        double[] total = new double[labels.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = compiler.literals().value(slot.type(), pairs.get(i).required("value"));
            compiler.probe(slot.index(), known[i]);
            likely[i] = counts(pairs.get(i));
            for (int label = 0; label < total.length; label++) {
                total[label] += likely[i][label];
            }
        }
        for (double[] each : likely) {
            for (int label = 0; label < total.length; label++) {
                each[label] = Math.log(each[label] == 0 ? threshold : each[label] / total[label]);
            }
        }
        return (value, values, at) -> {
            for (int i = 0; i < known.length; i++) {
                if (known[i] == value) {
                    for (int label = 0; label < total.length; label++) {
                        values[at + label] += likely[i][label];
                    }
                    return;
                }
            }
        };
    }

    /** A logarithm of a density. */
    @FunctionalInterface
    private interface Density {
        double log(double value);
    }

    private Evidence stats(XmlElement stats, double threshold) throws NotCompiledException {
        Density[] densities = new Density[labels.size()];
        List<XmlElement> each = stats.children("TargetValueStat");
        if (each.size() != densities.length) {
            throw new NotCompiledException("a continuous input without a density for each label");
        }
        for (XmlElement stat : each) {
            densities[Labelled.required(labels, stat.required("value"))] = density(stat);
        }
        double least = Math.log(threshold);
        return (value, values, at) -> {
            for (int label = 0; label < densities.length; label++) {
                values[at + label] += Math.max(least, densities[label].log(value));
            }
        };
    }

    private static Density density(XmlElement stat) throws NotCompiledException {
        XmlElement gaussian = stat.child("GaussianDistribution");
        if (gaussian == null) {
            throw new NotCompiledException("another distribution than Gauss's");
        }
        double mean = Literals.number(gaussian.required("mean"));
        double variance = Literals.number(gaussian.required("variance"));
        double height = -0.5 * Math.log(2 * Math.PI * variance);
        return value -> height - (value - mean) * (value - mean) / (2 * variance);
    }

    /** The counts of each label inside of an element; 0 where there is none. */
    private double[] counts(XmlElement element) throws NotCompiledException {
        XmlElement counts = element.child("TargetValueCounts");
        double[] all = new double[labels.size()];
        for (XmlElement count :
                counts == null ? List.<XmlElement>of() : counts.children("TargetValueCount")) {
            all[Labelled.required(labels, count.required("value"))] =
                    Literals.number(count.required("count"));
        }
        return all;
    }
}

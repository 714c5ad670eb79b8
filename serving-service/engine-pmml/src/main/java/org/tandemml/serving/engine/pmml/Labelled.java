package org.tandemml.serving.engine.pmml;

import java.util.List;
import org.tandemml.serving.engine.pmml.Program.Result;

/** What classifications have in common. */
final class Labelled {
    private Labelled() {}

    /** The index of a label as it is written in the file; -1 if it is none. */
    static int index(List<String> labels, String text) {
        int exact = labels.indexOf(text);
        if (exact >= 0) {
            return exact;
        }
        try {
            return labels.indexOf(Values.text(Double.parseDouble(text)));
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** The index of a label. */
    static int required(List<String> labels, String text) throws NotCompiledException {
        int index = index(labels, text);
        if (index < 0) {
            throw new NotCompiledException("a label that is not the target's");
        }
        return index;
    }

    /** Room for a classification's answer. */
    static Result result(PmmlCompiler compiler, int labels) throws NotCompiledException {
        int value = compiler.newSlots(1 + labels);
        return new Result(value, value + 1, labels);
    }

    /** Makes the likeliest label the answer: the first of several. */
    static void decide(Result result, double[] values) {
        int winner = -1;
        double largest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < result.labels(); label++) {
            double probability = values[result.probabilities() + label];
            if (probability > largest) {
                largest = probability;
                winner = label;
            }
        }
        values[result.value()] = winner < 0 ? Double.NaN : winner;
    }

    /** Makes the likeliest label the answer; no answer if a probability is missing. */
    static void decideOrNothing(Result result, double[] values) {
        for (int label = 0; label < result.labels(); label++) {
            double probability = values[result.probabilities() + label];
            if (probability != probability) {
                nothing(result, values);
                return;
            }
        }
        decide(result, values);
    }

    /** Turns logarithms of weights into probabilities, and decides. */
    static void softmax(Result result, double[] values) {
        int at = result.probabilities();
        double largest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < result.labels(); label++) {
            largest = Math.max(largest, values[at + label]);
        }
        double total = 0;
        for (int label = 0; label < result.labels(); label++) {
            values[at + label] = Math.exp(values[at + label] - largest);
            total += values[at + label];
        }
        Ensembles.share(result, values, total);
    }

    /** No answer. */
    static void nothing(Result result, double[] values) {
        values[result.value()] = Double.NaN;
        for (int label = 0; label < result.labels(); label++) {
            values[result.probabilities() + label] = Double.NaN;
        }
    }
}

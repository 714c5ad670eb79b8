package org.tandemml.serving.engine.xgboost;

import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * What XGBoost makes of margins, and of {@code base_score} before it: in binary32.
 *
 * @param answer the function of the margins
 * @param link the function of {@code base_score}
 */
record Objective(Answer answer, Link link) {

    /** From margins to answers. */
    enum Answer {
        IDENTITY,
        SIGMOID,
        EXP,
        /** 1 above zero, else 0. */
        HINGE,
        SOFTMAX,
        /** The number of the largest. */
        ARGMAX
    }

    /** From {@code base_score} to a margin. */
    enum Link {
        IDENTITY,
        LOGIT,
        LOG
    }

    static Objective of(String name) throws ModelLoadException {
        String plain = name.startsWith("gpu:") ? name.substring(4) : name;
        return switch (plain) {
            case "binary:logistic", "reg:logistic" -> new Objective(Answer.SIGMOID, Link.LOGIT);
            case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
                    new Objective(Answer.EXP, Link.LOG);
            case "binary:hinge" -> new Objective(Answer.HINGE, Link.IDENTITY);
            case "multi:softprob" -> new Objective(Answer.SOFTMAX, Link.IDENTITY);
            case "multi:softmax" -> new Objective(Answer.ARGMAX, Link.IDENTITY);
            case "reg:squarederror",
                    "reg:linear",
                    "reg:squaredlogerror",
                    "reg:pseudohubererror",
                    "reg:absoluteerror",
                    "reg:quantileerror",
                    "reg:expectileerror",
                    "binary:logitraw",
                    "rank:pairwise",
                    "rank:ndcg",
                    "rank:map" ->
                    new Objective(Answer.IDENTITY, Link.IDENTITY);
            default ->
                    throw new ModelLoadException(
                            "The XGBoost objective '%s' is not known."
                                    .formatted(Texts.excerpt(name)));
        };
    }

    /** The margin that a row begins with. */
    float margin(float base) {
        return switch (link) {
            case IDENTITY -> base;
            case LOGIT -> -log(1f / base - 1f);
            case LOG -> log(base);
        };
    }

    /** Whether the outputs stand for classes of which one is answered. */
    boolean oneOfMany() {
        return answer == Answer.SOFTMAX || answer == Answer.ARGMAX;
    }

    /** The same, with probabilities where it names the largest only. */
    Objective withProbabilities() {
        return answer == Answer.ARGMAX ? new Objective(Answer.SOFTMAX, link) : this;
    }

    /** Numbers a row, of this many margins. */
    int width(int outputs) {
        return answer == Answer.ARGMAX ? 1 : outputs;
    }

    /**
     * Answers a row.
     *
     * @param margins binary32 numbers
     * @param from the row's first
     * @param into {@link #width} numbers to be set from {@code to}; may be the same array
     */
    void apply(double[] margins, int from, int outputs, double[] into, int to) {
        switch (answer) {
            case SOFTMAX -> softmax(margins, from, outputs, into, to);
            case ARGMAX -> into[to] = largest(margins, from, outputs);
            default -> {
                for (int i = 0; i < outputs; i++) {
                    into[to + i] = one((float) margins[from + i]);
                }
            }
        }
    }

    private float one(float margin) {
        return switch (answer) {
            case SIGMOID -> 1f / (exp(Math.min(-margin, 88.7f)) + 1f);
            case EXP -> exp(margin);
            case HINGE -> margin > 0 ? 1 : 0;
            case IDENTITY, SOFTMAX, ARGMAX -> margin;
        };
    }

    private static void softmax(double[] margins, int from, int outputs, double[] into, int to) {
        float largest = (float) margins[from + largest(margins, from, outputs)];
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            float power = exp((float) margins[from + i] - largest);
            into[to + i] = power;
            sum += power;
        }
        float divisor = (float) sum;
        for (int i = 0; i < outputs; i++) {
            into[to + i] = (float) into[to + i] / divisor;
        }
    }

    /** The first index of the largest number. */
    static int largest(double[] numbers, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (numbers[from + i] > numbers[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private static float exp(float x) {
        return (float) Math.exp(x);
    }

    private static float log(float x) {
        return (float) Math.log(x);
    }
}

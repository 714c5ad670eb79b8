package org.tandemml.serving.engine.lightgbm;

import java.util.Locale;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * What LightGBM makes of raw scores: the objective line of the file.
 *
 * @param form which function
 * @param sigmoid the factor of the logistic functions
 */
record Objective(Form form, double sigmoid) {

    /** The functions. */
    enum Form {
        IDENTITY,
        SQUARE,
        EXP,
        LOGISTIC,
        LOG1P_EXP,
        SOFTMAX
    }

    /**
     * Reads an objective line.
     *
     * @param line for example {@code binary sigmoid:1}; empty for a custom objective
     */
    static Objective of(String line, int classes) throws ModelLoadException {
        String[] words = Section.split(line);
        String name = words.length == 0 ? "custom" : words[0].toLowerCase(Locale.ROOT);
        double sigmoid = 1;
        boolean square = false;
        for (String word : words) {
            square |= word.equals("sqrt");
            if (word.startsWith("num_class:") && !word.equals("num_class:" + classes)) {
                throw new ModelLoadException(
                        "The objective line says '%s', the header num_class=%d."
                                .formatted(Texts.excerpt(word), classes));
            }
            if (word.startsWith("sigmoid:")) {
                sigmoid = sigmoid(word.substring("sigmoid:".length()));
            }
        }
        Form form =
                switch (name) {
                    case "regression",
                            "regression_l2",
                            "regression_l1",
                            "huber",
                            "fair",
                            "quantile",
                            "mape" ->
                            square ? Form.SQUARE : Form.IDENTITY;
                    case "lambdarank", "rank_xendcg", "custom", "none", "null", "na" ->
                            Form.IDENTITY;
                    case "poisson", "gamma", "tweedie" -> Form.EXP;
                    case "binary", "multiclassova", "cross_entropy", "xentropy" -> Form.LOGISTIC;
                    case "cross_entropy_lambda", "xentlambda" -> Form.LOG1P_EXP;
                    case "multiclass" -> Form.SOFTMAX;
                    default ->
                            throw new ModelLoadException(
                                    "The objective '%s' is not known."
                                            .formatted(Texts.excerpt(name)));
                };
        return new Objective(
                form, name.startsWith("cross") || name.startsWith("xent") ? 1 : sigmoid);
    }

    private static double sigmoid(String text) throws ModelLoadException {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException malformed) {
            throw new ModelLoadException(
                    "The objective's sigmoid '%s' is not a number.".formatted(Texts.excerpt(text)),
                    malformed);
        }
        throw new ModelLoadException(
                "The objective's sigmoid must be above zero, but is '%s'."
                        .formatted(Texts.excerpt(text)));
    }

    /** Turns the raw scores of a row into its answer, in place. */
    void apply(double[] scores, int from, int count) {
        switch (form) {
            case IDENTITY -> {}
            case SOFTMAX -> softmax(scores, from, count);
            default -> {
                for (int i = from; i < from + count; i++) {
                    scores[i] = one(scores[i]);
                }
            }
        }
    }

    private double one(double raw) {
        return switch (form) {
            case SQUARE -> Math.signum(raw) * raw * raw;
            case EXP -> Math.exp(raw);
            case LOGISTIC -> 1.0 / (1.0 + Math.exp(-sigmoid * raw));
            case LOG1P_EXP -> Math.log1p(Math.exp(raw));
            case IDENTITY, SOFTMAX -> raw;
        };
    }

    private static void softmax(double[] scores, int from, int count) {
        double largest = scores[from];
        for (int i = 1; i < count; i++) {
            largest = Math.max(largest, scores[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            scores[from + i] = Math.exp(scores[from + i] - largest);
            sum += scores[from + i];
        }
        for (int i = 0; i < count; i++) {
            scores[from + i] /= sum;
        }
    }
}

package org.tandemml.serving.engine.pmml;

import org.tandemml.serving.engine.pmml.Expression.Unary;

/** Functions that lead from sums of terms to means and probabilities. */
final class Links {
    private Links() {}

    /** The inverse of a link that needs no parameter. */
    static Unary inverse(String link) throws NotCompiledException {
        return switch (link) {
            case "none", "identity" -> value -> value;
            case "logit" -> value -> 1 / (1 + Math.exp(-value));
            case "exp", "log" -> Math::exp;
            case "logc" -> value -> 1 - Math.exp(value);
            case "cloglog" -> value -> 1 - Math.exp(-Math.exp(value));
            case "loglog" -> value -> Math.exp(-Math.exp(-value));
            case "cauchit" -> value -> 0.5 + Math.atan(value) / Math.PI;
            default -> throw new NotCompiledException("the link " + link);
        };
    }

    /**
     * The inverse of a link.
     *
     * @param parameter of {@code power} and {@code oddspower}
     * @param dispersion of {@code negbin}
     */
    static Unary inverse(String link, double parameter, double dispersion)
            throws NotCompiledException {
        return switch (link) {
            case "power" -> parameter == 0 ? Math::exp : value -> Math.pow(value, 1 / parameter);
            case "oddspower" ->
                    parameter == 0
                            ? inverse("logit")
                            : value -> 1 / (1 + Math.pow(1 + parameter * value, -1 / parameter));
            case "negbin" -> value -> 1 / (dispersion * (Math.exp(-value) - 1));
            default -> inverse(link);
        };
    }
}

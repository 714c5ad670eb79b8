package org.tandemml.serving.engine.pmml;

import java.util.List;

/** A computed value of a row; NaN if it is missing. Immutable. */
@FunctionalInterface
interface Expression {
    double of(double[] values);

    /** An expression and what its numbers are. */
    record Typed(Expression expression, Literals.Type type) {}

    /** A function of its arguments; those are evaluated by it, as far as it needs them. */
    @FunctionalInterface
    interface Function {
        double apply(Expression[] arguments, double[] values);
    }

    /** A function of one number. */
    @FunctionalInterface
    interface Unary {
        double of(double value);
    }

    /** A function of two numbers. */
    @FunctionalInterface
    interface Binary {
        double of(double first, double second);
    }

    /** The values of expressions whose value is there are folded; NaN if none is there. */
    static Function fold(Binary step) {
        return (arguments, values) -> {
            double result = Double.NaN;
            for (Expression argument : arguments) {
                double value = argument.of(values);
                if (value == value) {
                    result = result != result ? value : step.of(result, value);
                }
            }
            return result;
        };
    }

    /** A piecewise linear function; the outer pieces go on for ever. */
    static double interpolate(List<double[]> points, double value) {
        int piece = 1;
        while (piece < points.size() - 1 && value > points.get(piece)[0]) {
            piece++;
        }
        double[] from = points.get(piece - 1);
        double[] to = points.get(piece);
        return from[1] + (value - from[0]) / (to[0] - from[0]) * (to[1] - from[1]);
    }
}

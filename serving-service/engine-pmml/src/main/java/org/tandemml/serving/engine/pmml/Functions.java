package org.tandemml.serving.engine.pmml;

import java.util.HashMap;
import java.util.Map;
import org.tandemml.serving.engine.pmml.Expression.Binary;
import org.tandemml.serving.engine.pmml.Expression.Function;
import org.tandemml.serving.engine.pmml.Expression.Unary;

/** The built-in functions that have a fast form. */
final class Functions {
    /**
     * A built-in function.
     *
     * @param least how many arguments it needs
     * @param most how many it takes
     * @param body the function
     * @param truth whether it answers a truth value
     */
    record BuiltIn(int least, int most, Function body, boolean truth) {}

    private static final int MANY = Integer.MAX_VALUE;

    private final Map<String, BuiltIn> all = new HashMap<>();

    Functions() {
        arithmetic();
        comparisons();
        logic();
        aggregates();
        all.put("if", new BuiltIn(2, 3, Functions::choose, false));
    }

    /** The functions by name. */
    Map<String, BuiltIn> byName() {
        return all;
    }

    private void arithmetic() {
        binary("+", (a, b) -> a + b, false);
        binary("-", (a, b) -> a - b, false);
        binary("*", (a, b) -> a * b, false);
        binary("/", (a, b) -> a / b, false);
        binary("pow", Math::pow, false);
        binary("hypot", Math::hypot, false);
        binary("threshold", (a, b) -> a > b ? 1 : 0, false);
        unary("log10", Math::log10);
        unary("ln", Math::log);
        unary("ln1p", Math::log1p);
        unary("sqrt", Math::sqrt);
        unary("abs", Math::abs);
        unary("exp", Math::exp);
        unary("expm1", Math::expm1);
        unary("floor", Math::floor);
        unary("ceil", Math::ceil);
        unary("rint", Math::rint);
        unary("round", Functions::round);
        unary("sin", Math::sin);
        unary("cos", Math::cos);
        unary("tan", Math::tan);
        unary("asin", Math::asin);
        unary("acos", Math::acos);
        unary("atan", Math::atan);
        unary("sinh", Math::sinh);
        unary("cosh", Math::cosh);
        unary("tanh", Math::tanh);
    }

    private void comparisons() {
        binary("equal", (a, b) -> a == b ? 1 : 0, true);
        binary("notEqual", (a, b) -> a != b ? 1 : 0, true);
        binary("lessThan", (a, b) -> a < b ? 1 : 0, true);
        binary("lessOrEqual", (a, b) -> a <= b ? 1 : 0, true);
        binary("greaterThan", (a, b) -> a > b ? 1 : 0, true);
        binary("greaterOrEqual", (a, b) -> a >= b ? 1 : 0, true);
        all.put("isIn", new BuiltIn(2, MANY, (args, values) -> isIn(args, values, 1), true));
        all.put("isNotIn", new BuiltIn(2, MANY, (args, values) -> isIn(args, values, 0), true));
    }

    private void logic() {
        all.put(
                "isMissing",
                new BuiltIn(1, 1, (args, v) -> Double.isNaN(args[0].of(v)) ? 1 : 0, true));
        all.put(
                "isNotMissing",
                new BuiltIn(1, 1, (args, v) -> Double.isNaN(args[0].of(v)) ? 0 : 1, true));
        unary("not", value -> 1 - value);
        all.put("not", new BuiltIn(1, 1, all.get("not").body(), true));
        all.put("and", new BuiltIn(2, MANY, (args, values) -> decide(args, values, 0), true));
        all.put("or", new BuiltIn(2, MANY, (args, values) -> decide(args, values, 1), true));
    }

    private void aggregates() {
        all.put("min", new BuiltIn(1, MANY, Expression.fold(Math::min), false));
        all.put("max", new BuiltIn(1, MANY, Expression.fold(Math::max), false));
        all.put("sum", new BuiltIn(1, MANY, Expression.fold(Double::sum), false));
        all.put("product", new BuiltIn(1, MANY, Expression.fold((a, b) -> a * b), false));
        all.put("avg", new BuiltIn(1, MANY, Functions::average, false));
    }

    private void unary(String name, Unary function) {
        all.put(name, new BuiltIn(1, 1, (args, values) -> function.of(args[0].of(values)), false));
    }

    private void binary(String name, Binary function, boolean truth) {
        Function body =
                (args, values) -> {
                    double first = args[0].of(values);
                    double second = args[1].of(values);
                    return first != first || second != second
                            ? Double.NaN
                            : function.of(first, second);
                };
        all.put(name, new BuiltIn(2, 2, body, truth));
    }

    /** Half goes up, also below zero. */
    static double round(double value) {
        boolean whole = !(Math.abs(value) < 1L << 52);
        return whole ? value : Math.round(value);
    }

    private static double isIn(Expression[] arguments, double[] values, double inside) {
        double value = arguments[0].of(values);
        if (value != value) {
            return Double.NaN;
        }
        for (int i = 1; i < arguments.length; i++) {
            if (value == arguments[i].of(values)) {
                return inside;
            }
        }
        return 1 - inside;
    }

    /** Three-valued: one argument that decides does, whatever is missing beside it. */
    private static double decide(Expression[] arguments, double[] values, double deciding) {
        double result = 1 - deciding;
        for (Expression argument : arguments) {
            double value = argument.of(values);
            if (value == deciding) {
                return deciding;
            }
            result = value != value ? value : result;
        }
        return result;
    }

    private static double average(Expression[] arguments, double[] values) {
        double sum = 0;
        int count = 0;
        for (Expression argument : arguments) {
            double value = argument.of(values);
            if (value == value) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }

    private static double choose(Expression[] arguments, double[] values) {
        double condition = arguments[0].of(values);
        if (condition != condition) {
            return Double.NaN;
        }
        if (condition != 0) {
            return arguments[1].of(values);
        }
        return arguments.length > 2 ? arguments[2].of(values) : Double.NaN;
    }
}

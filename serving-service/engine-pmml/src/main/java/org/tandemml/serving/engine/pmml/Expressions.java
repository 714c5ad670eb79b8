package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;
import org.tandemml.serving.engine.pmml.Expression.Typed;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Turns the expressions of transformations into arithmetic. */
final class Expressions {
    private static final Set<String> EQUALITIES = Set.of("equal", "notEqual", "isIn", "isNotIn");
    private static final int MAX_APPLIED = 100_000;
    private static final Set<String> KINDS =
            Set.of(
                    "Constant",
                    "FieldRef",
                    "NormContinuous",
                    "NormDiscrete",
                    "Discretize",
                    "MapValues",
                    "Apply");

    private final PmmlCompiler compiler;
    private final Literals literals;
    private final Map<String, XmlElement> defined = new HashMap<>();
    private final Map<String, Functions.BuiltIn> builtIn = new Functions().byName();
    private int applied;

    Expressions(PmmlCompiler compiler) {
        this.compiler = compiler;
        this.literals = compiler.literals();
    }

    /** Notes a {@code DefineFunction}. */
    void define(XmlElement function) throws NotCompiledException {
        defined.put(function.required("name"), function);
    }

    /** The expression inside of an element. */
    Typed inside(XmlElement owner, Type wanted, Scope scope) throws NotCompiledException {
        for (XmlElement child : owner.children()) {
            if (KINDS.contains(child.name())) {
                return of(child, wanted, scope, Map.of());
            }
        }
        throw new NotCompiledException("a %s without a known expression".formatted(owner.name()));
    }

    /**
     * An expression.
     *
     * @param wanted what the values of constants without a type are
     * @param parameters those of the function whose body this is
     */
    private Typed of(XmlElement element, Type wanted, Scope scope, Map<String, Typed> parameters)
            throws NotCompiledException {
        return switch (element.name()) {
            case "Constant" -> constant(element, wanted);
            case "FieldRef" -> reference(element, scope, parameters);
            case "NormContinuous" -> normContinuous(element, scope);
            case "NormDiscrete" -> normDiscrete(element, scope);
            case "Discretize" -> discretize(element, wanted, scope);
            case "MapValues" -> mapValues(element, wanted, scope);
            case "Apply" -> apply(element, wanted, scope, parameters);
            default -> throw new NotCompiledException("the expression " + element.name());
        };
    }

    private Typed constant(XmlElement element, Type wanted) throws NotCompiledException {
        String dataType = element.get("dataType");
        Type type = dataType == null ? wanted : Type.of(dataType);
        double value =
                "true".equals(element.get("missing"))
                        ? Double.NaN
                        : literals.value(type, element.text());
        return new Typed(values -> value, type);
    }

    private Typed reference(XmlElement element, Scope scope, Map<String, Typed> parameters)
            throws NotCompiledException {
        String name = element.required("field");
        Typed parameter = parameters.get(name);
        if (parameter != null) {
            return orElse(parameter, element.get("mapMissingTo"));
        }
        Slot slot = scope.slot(name);
        int index = slot.index();
        return orElse(new Typed(values -> values[index], slot.type()), element.get("mapMissingTo"));
    }

    /** The same, and another value where it is missing. */
    private Typed orElse(Typed of, @Nullable String text) throws NotCompiledException {
        if (text == null) {
            return of;
        }
        double otherwise = literals.value(of.type(), text);
        Expression expression = of.expression();
        return new Typed(
                values -> {
                    double value = expression.of(values);
                    return value == value ? value : otherwise;
                },
                of.type());
    }

    private Typed normContinuous(XmlElement element, Scope scope) throws NotCompiledException {
        Slot slot = numeric(element, scope);
        List<double[]> points = points(element);
        double low = points.get(0)[0];
        double high = points.get(points.size() - 1)[0];
        String outliers = element.get("outliers", "asIs");
        if (outliers.equals("asMissingValues")) {
            compiler.deviate("it loses values that become missing");
        }
        int index = slot.index();
        Expression norm =
                switch (outliers) {
                    case "asIs" -> values -> Expression.interpolate(points, values[index]);
                    case "asExtremeValues" ->
                            values ->
                                    Expression.interpolate(
                                            points, Math.max(low, Math.min(high, values[index])));
                    case "asMissingValues" ->
                            values ->
                                    values[index] < low || values[index] > high
                                            ? Double.NaN
                                            : Expression.interpolate(points, values[index]);
                    default -> throw new NotCompiledException("the outlier treatment " + outliers);
                };
        return orElse(new Typed(norm, Type.DOUBLE), element.get("mapMissingTo"));
    }

    /** The points of a NormContinuous in order, each a value and its norm. */
    static List<double[]> points(XmlElement element) throws NotCompiledException {
        List<double[]> points = new ArrayList<>();
        for (XmlElement point : element.children("LinearNorm")) {
            double at = Literals.number(point.required("orig"));
            if (!points.isEmpty() && at <= points.get(points.size() - 1)[0]) {
                throw new NotCompiledException("a NormContinuous that is not in order");
            }
            points.add(new double[] {at, Literals.number(point.required("norm"))});
        }
        if (points.size() < 2) {
            throw new NotCompiledException("a NormContinuous of fewer than two points");
        }
        return points;
    }

    private Typed normDiscrete(XmlElement element, Scope scope) throws NotCompiledException {
        Slot slot = scope.slot(element.required("field"));
        double wanted = literals.value(slot.type(), element.required("value"));
        int index = slot.index();
        Expression norm =
                values -> {
                    double value = values[index];
                    return value != value ? value : value == wanted ? 1 : 0;
                };
        return orElse(new Typed(norm, Type.DOUBLE), element.get("mapMissingTo"));
    }

    private Typed discretize(XmlElement element, Type wanted, Scope scope)
            throws NotCompiledException {
        int index = numeric(element, scope).index();
        List<Interval> intervals = new ArrayList<>();
        List<XmlElement> bins = element.children("DiscretizeBin");
        double[] results = new double[bins.size()];
        for (int i = 0; i < results.length; i++) {
            XmlElement interval = bins.get(i).child("Interval");
            if (interval == null) {
                throw new NotCompiledException("a DiscretizeBin without an Interval");
            }
            intervals.add(Interval.of(interval));
            results[i] = literals.value(wanted, bins.get(i).required("binValue"));
        }
        double otherwise = optional(element, "defaultValue", wanted);
        if (!Double.isNaN(otherwise)) {
            compiler.deviate("it does not know the default of a Discretize");
        }
        Expression bin =
                values -> {
                    double value = values[index];
                    if (value != value) {
                        return value;
                    }
                    for (int i = 0; i < results.length; i++) {
                        if (intervals.get(i).holds(value)) {
                            return results[i];
                        }
                    }
                    return otherwise;
                };
        return missingTo(index, bin, optional(element, "mapMissingTo", wanted), wanted);
    }

    private Typed mapValues(XmlElement element, Type wanted, Scope scope)
            throws NotCompiledException {
        List<XmlElement> pairs = element.children("FieldColumnPair");
        XmlElement table = element.child("InlineTable");
        if (pairs.size() != 1 || table == null) {
            throw new NotCompiledException("a MapValues of several fields or of no table");
        }
        Slot slot = scope.slot(pairs.get(0).required("field"));
        String in = pairs.get(0).required("column");
        String out = element.required("outputColumn");
        Map<Double, Double> map = new HashMap<>();
        for (XmlElement row : table.children("row")) {
            XmlElement key = row.child(in);
            XmlElement value = row.child(out);
            if (key == null || value == null) {
                throw new NotCompiledException("a row of MapValues without its cells");
            }
            map.putIfAbsent(
                    literals.value(slot.type(), key.text()) + 0.0,
                    literals.value(wanted, value.text()));
        }
        double[] keys = map.keySet().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double[] results = new double[keys.length];
        for (int i = 0; i < keys.length; i++) {
            results[i] = map.get(keys[i]);
        }
        int index = slot.index();
        double otherwise = optional(element, "defaultValue", wanted);
        Expression mapped =
                values -> {
                    double value = values[index];
                    if (value != value) {
                        return value;
                    }
                    int at = java.util.Arrays.binarySearch(keys, value + 0.0);
                    return at < 0 ? otherwise : results[at];
                };
        return missingTo(index, mapped, optional(element, "mapMissingTo", wanted), wanted);
    }

    /** What is mapped where the input, not the result, is missing. */
    private static Typed missingTo(int index, Expression of, double missing, Type type) {
        return new Typed(values -> values[index] == values[index] ? of.of(values) : missing, type);
    }

    private double optional(XmlElement element, String attribute, Type type)
            throws NotCompiledException {
        String text = element.get(attribute);
        return text == null ? Double.NaN : literals.value(type, text);
    }

    private Slot numeric(XmlElement element, Scope scope) throws NotCompiledException {
        Slot slot = scope.slot(element.required("field"));
        if (!slot.type().isNumber()) {
            throw new NotCompiledException("a %s of a text".formatted(element.name()));
        }
        return slot;
    }

    private Typed apply(XmlElement element, Type wanted, Scope scope, Map<String, Typed> parameters)
            throws NotCompiledException {
        if (++applied > MAX_APPLIED) {
            throw new NotCompiledException("more than " + MAX_APPLIED + " applied functions");
        }
        String name = element.required("function");
        XmlElement body = defined.get(name);
        Functions.BuiltIn function = builtIn.get(name);
        if (body == null && function == null) {
            throw new NotCompiledException("the function " + Texts.excerpt(name));
        }
        if (element.get("defaultValue") != null
                || !"returnInvalid".equals(element.get("invalidValueTreatment", "returnInvalid"))) {
            throw new NotCompiledException("a treatment of invalid values of a function");
        }
        boolean choice = name.equals("if");
        List<Typed> arguments = new ArrayList<>();
        for (XmlElement child : element.children()) {
            Type constants = choice && !arguments.isEmpty() ? wanted : Type.DOUBLE;
            arguments.add(of(child, constants, scope, parameters));
        }
        if (EQUALITIES.contains(name)) {
            requireKnownTexts(element, arguments);
        }
        Typed result =
                body != null
                        ? call(body, arguments, wanted, scope)
                        : builtIn(name, function, arguments);
        String missing = element.get("mapMissingTo");
        if (missing == null) {
            return result;
        }
        if (choice) {
            throw new NotCompiledException("an 'if' with mapMissingTo");
        }
        return orElse(result, arguments, literals.value(result.type(), missing));
    }

    /** Texts that the model does not mention have one code: two of them cannot be compared. */
    private static void requireKnownTexts(XmlElement element, List<Typed> arguments)
            throws NotCompiledException {
        boolean texts = arguments.stream().anyMatch(argument -> argument.type() == Type.TEXT);
        int constants = element.children("Constant").size();
        if (texts && constants < arguments.size() - 1) {
            throw new NotCompiledException("a comparison of two texts that a row gives");
        }
    }

    /** The same, and another value where an argument is missing. */
    private static Typed orElse(Typed of, List<Typed> arguments, double otherwise) {
        Expression expression = of.expression();
        Expression[] needed = arguments.stream().map(Typed::expression).toArray(Expression[]::new);
        return new Typed(
                values -> {
                    for (Expression argument : needed) {
                        if (Double.isNaN(argument.of(values))) {
                            return otherwise;
                        }
                    }
                    return expression.of(values);
                },
                of.type());
    }

    private Typed call(XmlElement function, List<Typed> arguments, Type wanted, Scope scope)
            throws NotCompiledException {
        List<XmlElement> fields = function.children("ParameterField");
        if (fields.size() != arguments.size()) {
            throw new NotCompiledException("a function without all its arguments");
        }
        Map<String, Typed> parameters = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            parameters.put(fields.get(i).required("name"), arguments.get(i));
        }
        for (XmlElement child : function.children()) {
            if (KINDS.contains(child.name())) {
                return of(child, wanted, scope, parameters);
            }
        }
        throw new NotCompiledException("a function without a known expression");
    }

    private static Typed builtIn(
            String name, Functions.@Nullable BuiltIn function, List<Typed> arguments)
            throws NotCompiledException {
        if (function == null
                || arguments.size() < function.least()
                || arguments.size() > function.most()) {
            throw new NotCompiledException("the function %s as it is used".formatted(name));
        }
        Type type = type(name, function, arguments);
        Expression[] expressions =
                arguments.stream().map(Typed::expression).toArray(Expression[]::new);
        return new Typed(values -> function.body().apply(expressions, values), type);
    }

    private static Type type(String name, Functions.BuiltIn function, List<Typed> arguments)
            throws NotCompiledException {
        boolean equality = EQUALITIES.contains(name);
        boolean anything = equality || name.equals("isMissing") || name.equals("isNotMissing");
        boolean logic = Set.of("and", "or", "not").contains(name);
        int texts = 0;
        int integers = 0;
        for (Typed argument : arguments) {
            texts += argument.type() == Type.TEXT ? 1 : 0;
            integers += argument.type() == Type.INTEGER ? 1 : 0;
            boolean fits = anything || name.equals("if") || argument.type() != Type.TEXT;
            if (!fits || logic && argument.type() != Type.BOOLEAN) {
                throw new NotCompiledException("the function %s of such values".formatted(name));
            }
        }
        if (equality && texts != 0 && texts != arguments.size()) {
            throw new NotCompiledException("a comparison of a text with a number");
        }
        if (name.equals("if")) {
            Type type = arguments.get(1).type();
            if (arguments.size() > 2
                    && (arguments.get(2).type() == Type.TEXT) != (type == Type.TEXT)) {
                throw new NotCompiledException("a choice of texts and numbers");
            }
            return type;
        }
        if (integers == arguments.size() && (name.equals("/") || name.equals("avg"))) {
            throw new NotCompiledException("a division of whole numbers");
        }
        return function.truth() ? Type.BOOLEAN : Type.DOUBLE;
    }
}

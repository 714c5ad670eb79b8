package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Compiles model elements, each with its MiningSchema, transformations and targets. */
final class ModelCompiler {
    private final PmmlCompiler compiler;
    private final List<String> labels;
    private final Predicates predicates;

    /**
     * @param labels the classes that all members of an ensemble share
     */
    ModelCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
        this.predicates = new Predicates(compiler);
    }

    /** A model's answer, and the fields that a model after it in a chain sees. */
    record Scored(Result result, Scope scope) {}

    /** The whole document's model. */
    Result model(XmlElement model, Scope global, boolean single)
            throws NotCompiledException, ModelLoadException {
        Scope scope = new Scope(global, compiler);
        localFields(model, scope);
        return scored(model, scope, single);
    }

    /** A model inside of another one. */
    Scored member(XmlElement model, Scope outer, boolean single)
            throws NotCompiledException, ModelLoadException {
        Scope scope = new Scope(outer, compiler);
        miningSchema(model, outer, scope);
        localFields(model, scope);
        return new Scored(scored(model, scope, single), scope);
    }

    private Result scored(XmlElement model, Scope scope, boolean inheritedSingle)
            throws NotCompiledException, ModelLoadException {
        if ("false".equals(model.get("isScorable"))) {
            throw new NotCompiledException("a model that says it cannot score");
        }
        String context = model.get("x-mathContext");
        boolean single = context == null ? inheritedSingle : context.equals("float");
        if (single) {
            compiler.rounds();
        }
        String function = model.required("functionName");
        boolean classification = function.equals("classification");
        if (!classification && !function.equals("regression")) {
            throw new NotCompiledException("the function " + function);
        }
        Result result =
                switch (model.name()) {
                    case "TreeModel" ->
                            new TreeCompiler(compiler, predicates, labels)
                                    .compile(model, scope, classification);
                    case "RegressionModel" ->
                            new RegressionCompiler(compiler, labels)
                                    .compile(model, scope, classification, single);
                    case "GeneralRegressionModel" ->
                            new GeneralRegressionCompiler(compiler, labels)
                                    .compile(model, scope, classification);
                    case "NearestNeighborModel" ->
                            new NeighbourCompiler(compiler, labels)
                                    .compile(model, scope, classification);
                    case "NaiveBayesModel" ->
                            new BayesCompiler(compiler, labels).compile(model, scope);
                    case "Scorecard" ->
                            new ScorecardCompiler(compiler, predicates).compile(model, scope);
                    case "SupportVectorMachineModel" ->
                            new VectorCompiler(compiler, labels)
                                    .compile(model, scope, classification, single);
                    case "NeuralNetwork" ->
                            new NeuralCompiler(compiler, labels)
                                    .compile(model, scope, classification, single);
                    case "MiningModel" ->
                            new MiningCompiler(compiler, this, predicates, labels)
                                    .compile(model, scope, classification, single);
                    default -> throw new NotCompiledException("a " + model.name());
                };
        return targets(model.child("Targets"), result, single);
    }

    /** The fields that a model says it predicts. */
    static List<String> targetFields(XmlElement model) throws NotCompiledException {
        XmlElement schema = model.child("MiningSchema");
        List<String> targets = new ArrayList<>();
        for (XmlElement field :
                schema == null ? List.<XmlElement>of() : schema.children("MiningField")) {
            String usage = field.get("usageType", "active");
            if (usage.equals("target") || usage.equals("predicted")) {
                targets.add(field.required("name"));
            }
        }
        return targets;
    }

    /** Fields of an inner model that it treats in its own way. */
    private void miningSchema(XmlElement model, Scope outer, Scope scope)
            throws NotCompiledException {
        XmlElement schema = model.child("MiningSchema");
        if (schema == null) {
            throw new NotCompiledException("a model without a MiningSchema");
        }
        for (XmlElement field : schema.children("MiningField")) {
            String treatment = field.get("invalidValueTreatment", "returnInvalid");
            boolean known =
                    (treatment.equals("returnInvalid") || treatment.equals("asIs"))
                            && field.get("outliers", "asIs").equals("asIs")
                            && !field.get("missingValueTreatment", "asIs").equals("returnInvalid");
            if (!known) {
                throw new NotCompiledException("the treatment of a field inside of a model");
            }
            String replacement = field.get("missingValueReplacement");
            if (replacement != null) {
                replaceMissing(field.required("name"), replacement, outer, scope);
            }
        }
    }

    private void replaceMissing(String name, String replacement, Scope outer, Scope scope)
            throws NotCompiledException {
        Slot from = outer.slot(name);
        Slot to = compiler.newSlot(from.type());
        double value = compiler.literals().value(from.type(), replacement);
        compiler.add(
                work -> {
                    double given = work.values[from.index()];
                    work.values[to.index()] = given == given ? given : value;
                });
        scope.put(name, to);
    }

    private static void localFields(XmlElement model, Scope scope) throws NotCompiledException {
        XmlElement local = model.child("LocalTransformations");
        if (local != null) {
            for (XmlElement field : local.children("DerivedField")) {
                scope.derive(field);
            }
        }
    }

    /** Rescaled answers of a regression: bounds first, then the scale, then whole numbers. */
    private Result targets(@Nullable XmlElement targets, Result result, boolean single)
            throws NotCompiledException {
        if (targets == null || targets.child("Target") == null) {
            return result;
        }
        List<XmlElement> all = targets.children("Target");
        XmlElement target = all.get(0);
        for (XmlElement value : target.children("TargetValue")) {
            if (value.get("priorProbability") != null || value.get("defaultValue") != null) {
                throw new NotCompiledException("a target with values in place of missing ones");
            }
        }
        if (all.size() > 1) {
            throw new NotCompiledException("several targets");
        }
        if (result.classification()) {
            return result;
        }
        double min = target.number("min", Double.NEGATIVE_INFINITY);
        double max = target.number("max", Double.POSITIVE_INFINITY);
        double factor = target.number("rescaleFactor", 1);
        double constant = target.number("rescaleConstant", 0);
        Expression.Unary cast = cast(target.get("castInteger"));
        int from = result.value();
        int to = compiler.newSlot(Type.DOUBLE).index();
        compiler.add(
                work -> {
                    double value = Math.max(min, Math.min(max, work.values[from]));
                    double scaled =
                            single
                                    ? (float) value * (float) factor + (float) constant
                                    : value * factor + constant;
                    work.values[to] = cast.of(scaled);
                });
        return new Result(to, result.probabilities(), result.labels());
    }

    private static Expression.Unary cast(@Nullable String how) throws NotCompiledException {
        if (how == null) {
            return value -> value;
        }
        return switch (how) {
            case "round" -> Functions::round;
            case "ceiling" -> Math::ceil;
            case "floor" -> Math::floor;
            default -> throw new NotCompiledException("the castInteger " + how);
        };
    }

    /** The output fields of a model in a chain. */
    void outputs(XmlElement model, Scored scored, Scope chain) throws NotCompiledException {
        XmlElement output = model.child("Output");
        if (output == null) {
            return;
        }
        for (XmlElement field : output.children("OutputField")) {
            Slot slot = output(field, scored);
            if (slot != null) {
                String name = field.required("name");
                scored.scope().put(name, slot);
                chain.put(name, slot);
            }
        }
    }

    /** Where an output field is; null if it is of a kind that nothing here computes. */
    private @Nullable Slot output(XmlElement field, Scored scored) throws NotCompiledException {
        Result result = scored.result();
        String feature = field.get("feature", "predictedValue");
        if (feature.equals("transformedValue")) {
            return compiler.computed(field, scored.scope());
        }
        int from = -1;
        if (feature.equals("predictedValue") && !result.classification()) {
            from = result.value();
        } else if (feature.equals("probability") && result.probabilities() >= 0) {
            int label = Labelled.index(labels, field.required("value"));
            from = label < 0 ? -1 : result.probabilities() + label;
        }
        if (from < 0) {
            return null;
        }
        if (!"float".equals(field.get("dataType"))) {
            return new Slot(from, Type.DOUBLE);
        }
        int source = from;
        Slot rounded = compiler.newSlot(Type.FLOAT);
        compiler.rounds();
        compiler.add(work -> work.values[rounded.index()] = (float) work.values[source]);
        return rounded;
    }
}

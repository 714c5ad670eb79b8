package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;
import org.tandemml.serving.engine.pmml.Expression.Typed;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Program.Step;
import org.tandemml.serving.engine.pmml.Scope.Slot;
import org.tandemml.serving.engine.trees.TreeKernel;

/**
 * Makes a program of a PMML document: trees, regressions, neighbours, neurons and ensembles, with
 * the fields that they are computed from. Whatever it does not know in every detail is not
 * compiled.
 */
final class PmmlCompiler {
    private static final int MAX_SLOTS = 1_000_000;

    /** A larger document would take too much memory beside PMML4S's own form of it. */
    private static final int MAX_BYTES = 64 << 20;

    private final Literals literals = new Literals();
    private final Expressions expressions = new Expressions(this);
    private final List<Step> steps = new ArrayList<>();
    private final List<TreeKernel> kernels = new ArrayList<>();
    private final Map<Integer, Set<Double>> probes = new HashMap<>();
    private final List<String> labels;
    private @Nullable KernelTrees trees;
    private int slots;
    private boolean single;
    private boolean missingDeviates;
    private @Nullable String deviation;

    /**
     * A compiled document.
     *
     * @param inputs how the cells of each input are read, in the order of the names
     */
    record Compiled(Program program, List<CompiledInput> inputs) {}

    private PmmlCompiler(List<String> labels) {
        this.labels = labels;
    }

    /**
     * Compiles.
     *
     * @param names the inputs in order
     * @param labels of the answer, as PMML4S orders them; empty for a regression
     * @throws NotCompiledException if something in it has no fast form
     * @throws ModelLoadException if a tree of it is damaged
     */
    static Compiled compile(PmmlDocument document, List<String> names, List<String> labels)
            throws NotCompiledException, ModelLoadException {
        if (document.bytes() > MAX_BYTES) {
            throw new NotCompiledException("a document of more than 64 MiB");
        }
        return new PmmlCompiler(labels).document(document.root(), names);
    }

    private Compiled document(XmlElement document, List<String> names)
            throws NotCompiledException, ModelLoadException {
        XmlElement model = null;
        for (XmlElement child : document.children()) {
            model = PmmlRules.MODELS.contains(child.name()) ? child : model;
        }
        XmlElement dictionary = document.child("DataDictionary");
        if (model == null || dictionary == null) {
            throw new NotCompiledException("no model or no data dictionary");
        }
        Scope global = new Scope(null, this);
        List<CompiledInput> inputs = new ArrayList<>();
        for (String name : names) {
            CompiledInput input =
                    CompiledInput.of(
                            named(dictionary.children("DataField"), name),
                            named(miningFields(model), name),
                            literals);
            Slot slot = newSlot(input.type());
            global.put(name, slot);
            if (input.type() == Type.FLOAT) {
                single = true;
            }
            input.probes().forEach(value -> probe(slot.index(), value));
            inputs.add(input);
        }
        XmlElement transformations = document.child("TransformationDictionary");
        if (transformations != null) {
            for (XmlElement function : transformations.children("DefineFunction")) {
                expressions.define(function);
            }
            for (XmlElement field : transformations.children("DerivedField")) {
                global.derive(field);
            }
        }
        KernelTrees alone = new KernelTrees();
        trees = alone;
        Result result = new ModelCompiler(this, labels).model(model, global, false);
        alone.close(this);
        double[][] values = new double[inputs.size()][];
        for (int input = 0; input < values.length; input++) {
            values[input] =
                    probes.getOrDefault(input, Set.of()).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray();
        }
        return new Compiled(
                new Program(
                        slots,
                        List.copyOf(steps),
                        kernels,
                        result,
                        values,
                        single,
                        missingDeviates,
                        deviation),
                inputs);
    }

    private static List<XmlElement> miningFields(XmlElement model) throws NotCompiledException {
        XmlElement schema = model.child("MiningSchema");
        if (schema == null) {
            throw new NotCompiledException("a model without a MiningSchema");
        }
        return schema.children("MiningField");
    }

    private static XmlElement named(List<XmlElement> elements, String name)
            throws NotCompiledException {
        for (XmlElement element : elements) {
            if (name.equals(element.get("name"))) {
                return element;
            }
        }
        throw new NotCompiledException("an input that is no data field");
    }

    Literals literals() {
        return literals;
    }

    Expressions expressions() {
        return expressions;
    }

    Slot newSlot(Type type) throws NotCompiledException {
        return new Slot(newSlots(1), type);
    }

    /** Slots in a row; the first of them. */
    int newSlots(int count) throws NotCompiledException {
        if (slots + count > MAX_SLOTS) {
            throw new NotCompiledException("more than " + MAX_SLOTS + " values");
        }
        slots += count;
        return slots - count;
    }

    void add(Step step) {
        steps.add(step);
    }

    /** How many tree kernels there are. */
    int kernels() {
        return kernels.size();
    }

    /**
     * Who takes the trees that are compiled from now on, to answer for them all at once later; null
     * if each must answer where it stands.
     *
     * @return who took them before
     */
    @Nullable KernelTrees collectTrees(@Nullable KernelTrees collector) {
        KernelTrees before = trees;
        trees = collector;
        return before;
    }

    /** Has a tree answer now or later, whoever is faster. */
    void add(PmmlTree tree, Result result, boolean deferrable) {
        if (trees != null && deferrable && trees.take(tree, result)) {
            return;
        }
        add(work -> tree.answer(work.values, result));
    }

    /** Adds a tree kernel; its index. */
    int add(TreeKernel kernel) {
        kernels.add(kernel);
        return kernels.size() - 1;
    }

    /** Notes a constant that a field is compared with. */
    void probe(int slot, double value) {
        probes.computeIfAbsent(slot, key -> new TreeSet<>()).add(value);
    }

    /** Notes that some of the numbers are binary32. */
    void rounds() {
        single = true;
    }

    /** Notes something that PMML4S computes in another way than the standard or the trainer. */
    void deviate(String how) {
        deviation = deviation == null ? how : deviation;
    }

    /** Notes that PMML4S takes missing values in another way than the standard. */
    void deviateOnMissing() {
        missingDeviates = true;
    }

    /** Computes the expression inside of an element that has a data type. */
    Slot computed(XmlElement field, Scope scope) throws NotCompiledException {
        Type type = Type.of(field.required("dataType"));
        // PMML4S takes missing arguments of some functions for 0 or for false.
        deviateOnMissing();
        Typed typed = expressions.inside(field, type, scope);
        if ((typed.type() == Type.TEXT) != (type == Type.TEXT)
                || typed.type() == Type.DOUBLE && type == Type.INTEGER
                || typed.type() == Type.FLOAT && type == Type.INTEGER) {
            throw new NotCompiledException("a field whose expression has another type");
        }
        Slot slot = newSlot(type);
        int index = slot.index();
        Expression expression = typed.expression();
        if (type == Type.FLOAT) {
            single = true;
            add(work -> work.values[index] = (float) expression.of(work.values));
        } else {
            add(work -> work.values[index] = expression.of(work.values));
        }
        return slot;
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/**
 * Compiles a SupportVectorMachineModel. The row is compared with each vector once, whatever number
 * of machines need it. Classes have no probabilities, only votes.
 */
final class VectorCompiler {
    private final PmmlCompiler compiler;
    private final List<String> labels;

    VectorCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    /**
     * An element of the row.
     *
     * @param category the value that counts; NaN if the field's number counts itself
     * @param weight what the category counts
     */
    private record Field(int slot, double category, double weight) {
        double of(double[] values) {
            double value = values[slot];
            return Double.isNaN(category) ? value : value == category ? weight : 0;
        }
    }

    /** What a row and a vector are compared by: their product and their squared distance. */
    @FunctionalInterface
    private interface Kernel {
        double of(double product, double distance);
    }

    /**
     * A machine.
     *
     * @param from slots of what it adds
     * @param target the label for which it speaks; 0 for a regression
     * @param other the label for which it speaks otherwise; -1 if there is none
     */
    private record Machine(
            int[] from,
            double[] weights,
            double constant,
            int target,
            int other,
            double threshold) {
        double of(double[] values) {
            double sum = constant;
            for (int i = 0; i < from.length; i++) {
                sum += weights[i] * values[from[i]];
            }
            return sum;
        }
    }

    /**
     * Writes the row's elements, then how it compares with each vector.
     *
     * @param at the slot of the first element; the others and the vectors follow
     * @param vectors one after the other
     */
    private record Comparison(Field[] fields, int at, double[] vectors, Kernel kernel) {
        boolean run(double[] values) {
            for (int i = 0; i < fields.length; i++) {
                values[at + i] = fields[i].of(values);
                if (Double.isNaN(values[at + i])) {
                    return false;
                }
            }
            int to = at + fields.length;
            for (int from = 0; from < vectors.length; from += fields.length) {
                double product = 0;
                double distance = 0;
                for (int i = 0; i < fields.length; i++) {
                    double value = values[at + i];
                    double vector = vectors[from + i];
                    product += value * vector;
                    distance += (value - vector) * (value - vector);
                }
                values[to++] = kernel.of(product, distance);
            }
            return true;
        }
    }

    Result compile(XmlElement model, Scope scope, boolean classification, boolean single)
            throws NotCompiledException {
        if (single || model.get("alternateBinaryTargetCategory") != null) {
            throw new NotCompiledException("support vectors in binary32 or of PMML 3");
        }
        XmlElement dictionary = model.child("VectorDictionary");
        XmlElement named = dictionary == null ? null : dictionary.child("VectorFields");
        if (dictionary == null || named == null) {
            throw new NotCompiledException("support vectors without fields");
        }
        Field[] fields = fields(named, scope);
        List<XmlElement> instances = dictionary.children("VectorInstance");
        double[] vectors = new double[Math.multiplyExact(instances.size(), fields.length)];
        int at = compiler.newSlots(fields.length + instances.size());
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < instances.size(); i++) {
            vector(instances.get(i), vectors, i * fields.length, fields.length);
            ids.put(instances.get(i).required("id"), at + fields.length + i);
        }
        Comparison comparison = new Comparison(fields, at, vectors, kernel(model));
        boolean coefficients =
                model.get("svmRepresentation", "SupportVectors").equals("Coefficients");
        List<Machine> machines = new ArrayList<>();
        for (XmlElement element : model.children("SupportVectorMachine")) {
            int[] from = coefficients ? following(at, fields.length) : vectors(element, ids);
            machines.add(machine(element, model, from, classification));
        }
        boolean maxWins = model.get("maxWins", "false").equals("true");
        return classification
                ? classes(comparison, machines.toArray(Machine[]::new), maxWins)
                : number(comparison, machines);
    }

    private Field[] fields(XmlElement named, Scope scope) throws NotCompiledException {
        List<Field> fields = new ArrayList<>();
        for (XmlElement element : named.children()) {
            switch (element.name()) {
                case "FieldRef" -> {
                    Slot slot = scope.slot(element.required("field"));
                    if (slot.type() == Literals.Type.TEXT) {
                        throw new NotCompiledException("a text as a number");
                    }
                    fields.add(new Field(slot.index(), Double.NaN, 0));
                }
                case "CategoricalPredictor" -> {
                    Slot slot = scope.slot(element.required("name"));
                    double category =
                            compiler.literals().value(slot.type(), element.required("value"));
                    compiler.probe(slot.index(), category);
                    fields.add(new Field(slot.index(), category, element.number("coefficient", 1)));
                }
                default -> throw new NotCompiledException("an element of a vector");
            }
        }
        return fields.toArray(Field[]::new);
    }

    private void vector(XmlElement instance, double[] vectors, int from, int width)
            throws NotCompiledException {
        XmlElement dense = instance.child("Array");
        XmlElement sparse = instance.child("REAL-SparseArray");
        if (dense != null) {
            List<String> values = Literals.array(dense.text());
            requireWidth(values.size() == width);
            for (int i = 0; i < width; i++) {
                vectors[from + i] = Literals.number(values.get(i));
            }
        } else if (sparse != null) {
            List<String> indices = texts(sparse.child("Indices"));
            List<String> values = texts(sparse.child("REAL-Entries"));
            requireWidth(indices.size() == values.size() && sparse.number("defaultValue", 0) == 0);
            for (int i = 0; i < indices.size(); i++) {
                int index = (int) Literals.number(indices.get(i)) - 1;
                requireWidth(index >= 0 && index < width);
                vectors[from + index] = Literals.number(values.get(i));
            }
        } else {
            throw new NotCompiledException("a vector without values");
        }
    }

    private static List<String> texts(@Nullable XmlElement array) throws NotCompiledException {
        return array == null ? List.of() : Literals.array(array.text());
    }

    private static void requireWidth(boolean right) throws NotCompiledException {
        if (!right) {
            throw new NotCompiledException("a vector of another width than its fields");
        }
    }

    private static Kernel kernel(XmlElement model) throws NotCompiledException {
        for (XmlElement child : model.children()) {
            double gamma = child.number("gamma", 1);
            double constant = child.number("coef0", 1);
            double degree = child.number("degree", 1);
            switch (child.name()) {
                case "LinearKernelType" -> {
                    return (product, distance) -> product;
                }
                case "PolynomialKernelType" -> {
                    return (product, distance) -> Math.pow(gamma * product + constant, degree);
                }
                case "RadialBasisKernelType" -> {
                    return (product, distance) -> Math.exp(-gamma * distance);
                }
                case "SigmoidKernelType" -> {
                    return (product, distance) -> Math.tanh(gamma * product + constant);
                }
                default -> {
                    // Not the kernel.
                }
            }
        }
        throw new NotCompiledException("support vectors without a kernel");
    }

    private static int[] following(int at, int count) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            slots[i] = at + i;
        }
        return slots;
    }

    private static int[] vectors(XmlElement machine, Map<String, Integer> ids)
            throws NotCompiledException {
        XmlElement element = machine.child("SupportVectors");
        List<XmlElement> vectors = element == null ? List.of() : element.children("SupportVector");
        int[] slots = new int[vectors.size()];
        for (int i = 0; i < slots.length; i++) {
            Integer slot = ids.get(vectors.get(i).required("vectorId"));
            if (slot == null) {
                throw new NotCompiledException("a support vector that is not in the dictionary");
            }
            slots[i] = slot;
        }
        return slots;
    }

    private Machine machine(
            XmlElement element, XmlElement model, int[] from, boolean classification)
            throws NotCompiledException {
        XmlElement coefficients = element.child("Coefficients");
        List<XmlElement> each =
                coefficients == null ? List.of() : coefficients.children("Coefficient");
        if (coefficients == null || each.size() != from.length) {
            throw new NotCompiledException("a machine whose coefficients are not those of vectors");
        }
        double[] weights = new double[from.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = each.get(i).number("value", 0);
        }
        String other = element.get("alternateTargetCategory");
        return new Machine(
                from,
                weights,
                coefficients.number("absoluteValue", 0),
                classification ? Labelled.required(labels, element.required("targetCategory")) : 0,
                classification && other != null ? Labelled.required(labels, other) : -1,
                element.number("threshold", model.number("threshold", 0)));
    }

    private Result number(Comparison comparison, List<Machine> machines)
            throws NotCompiledException {
        if (machines.size() != 1) {
            throw new NotCompiledException("a regression of several machines");
        }
        Machine machine = machines.get(0);
        int to = compiler.newSlots(1);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    values[to] = comparison.run(values) ? machine.of(values) : Double.NaN;
                });
        return new Result(to, -1, 0);
    }

    /**
     * The label with the most votes of pairs, of several the one that the machines name first, as
     * LIBSVM has it; without pairs, the label of the machine with the least value.
     *
     * @param maxWins whether large values speak for a machine's target
     */
    private Result classes(Comparison comparison, Machine[] machines, boolean maxWins)
            throws NotCompiledException {
        boolean pairs = machines.length > 0 && machines[0].other >= 0;
        for (Machine machine : machines) {
            if (machine.other >= 0 != pairs) {
                throw new NotCompiledException("machines of different kinds");
            }
        }
        if (pairs && machines.length > 1) {
            compiler.deviate("it breaks ties of votes in another way than LIBSVM");
        }
        Result result = Labelled.result(compiler, labels.size());
        int votes = compiler.newSlots(labels.size());
        int sign = maxWins ? -1 : 1;
        compiler.add(
                work -> {
                    double[] values = work.values;
                    Labelled.nothing(result, values);
                    if (comparison.run(values)) {
                        values[result.value()] =
                                pairs
                                        ? byPairs(machines, sign, values, votes, result.labels())
                                        : least(machines, sign, values);
                    }
                });
        return result;
    }

    private static int least(Machine[] machines, int sign, double[] values) {
        int winner = machines[0].target;
        double least = Double.POSITIVE_INFINITY;
        for (Machine machine : machines) {
            double value = sign * machine.of(values);
            if (value < least) {
                least = value;
                winner = machine.target;
            }
        }
        return winner;
    }

    private static int byPairs(
            Machine[] machines, int sign, double[] values, int votes, int labels) {
        for (int label = 0; label < labels; label++) {
            values[votes + label] = 0;
        }
        for (Machine machine : machines) {
            boolean target = sign * (machine.of(values) - machine.threshold) < 0;
            values[votes + (target ? machine.target : machine.other)]++;
        }
        int winner = machines[0].target;
        for (Machine machine : machines) {
            winner =
                    values[votes + machine.target] > values[votes + winner]
                            ? machine.target
                            : winner;
            winner =
                    values[votes + machine.other] > values[votes + winner] ? machine.other : winner;
        }
        return winner;
    }
}

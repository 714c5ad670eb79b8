package org.tandemml.serving.engine.pmml;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.pmml.Program.Result;
import org.tandemml.serving.engine.pmml.Scope.Slot;

/** Compiles a NearestNeighborModel: its table is searched from end to end for each row. */
final class NeighbourCompiler {
    /** So many of the points are compared with when the program is tried. */
    private static final int TRIED = 40;

    private final PmmlCompiler compiler;
    private final List<String> labels;

    NeighbourCompiler(PmmlCompiler compiler, List<String> labels) {
        this.compiler = compiler;
        this.labels = labels;
    }

    /**
     * The training instances.
     *
     * @param points the inputs, instance after instance
     * @param answers numbers, or indices of labels
     */
    private record Instances(double[] points, double[] answers) {}

    /**
     * Finds the nearest instances of a row.
     *
     * @param room the first of as many slots for how far they are as there are neighbours, and as
     *     many for their answers
     */
    private record Search(
            ComparisonMeasure measure, int[] slots, Instances instances, int neighbours, int room) {

        /** How many were found: 0 if the row cannot be compared. The nearest come first. */
        int run(double[] values) {
            int found = 0;
            for (int i = 0; i < instances.answers.length; i++) {
                double far = measure.of(values, slots, instances.points, i * slots.length);
                if (far != far) {
                    return 0;
                }
                if (found < neighbours || far < values[room + found - 1]) {
                    found = Math.min(found + 1, neighbours);
                    int at = found - 1;
                    for (; at > 0 && values[room + at - 1] > far; at--) {
                        values[room + at] = values[room + at - 1];
                        values[room + neighbours + at] = values[room + neighbours + at - 1];
                    }
                    values[room + at] = far;
                    values[room + neighbours + at] = instances.answers[i];
                }
            }
            return found;
        }

        double far(double[] values, int neighbour) {
            return values[room + neighbour];
        }

        double answer(double[] values, int neighbour) {
            return values[room + neighbours + neighbour];
        }
    }

    Result compile(XmlElement model, Scope scope, boolean classification)
            throws NotCompiledException {
        XmlElement inputs = model.child("KNNInputs");
        XmlElement training = model.child("TrainingInstances");
        XmlElement measured = model.child("ComparisonMeasure");
        if (inputs == null || training == null || measured == null) {
            throw new NotCompiledException("a model of neighbours without instances");
        }
        List<XmlElement> fields = inputs.children("KNNInput");
        int[] slots = new int[fields.size()];
        Type[] types = new Type[slots.length];
        double[] weights = new double[slots.length];
        @Nullable String[] compare = new String[slots.length];
        for (int i = 0; i < slots.length; i++) {
            Slot slot = scope.slot(fields.get(i).required("field"));
            slots[i] = slot.index();
            types[i] = slot.type();
            weights[i] = fields.get(i).number("fieldWeight", 1);
            compare[i] = fields.get(i).get("compareFunction");
        }
        ComparisonMeasure measure = ComparisonMeasure.of(measured, weights, compare);
        for (int i = 0; i < slots.length; i++) {
            if (types[i] == Type.TEXT && !measure.equality(i)) {
                throw new NotCompiledException("the difference of texts");
            }
        }
        Instances instances =
                instances(training, fields, types, target(model, training), classification);
        int neighbours =
                (int)
                        Math.min(
                                Literals.number(model.required("numberOfNeighbors")),
                                instances.answers.length);
        if (neighbours < (classification ? 2 : 1)) {
            // The label of one neighbour is no share of anything: there are no probabilities.
            throw new NotCompiledException("fewer than two neighbours");
        }
        for (int i = 0; i < Math.min(instances.answers.length, TRIED); i++) {
            for (int field = 0; field < slots.length; field++) {
                compiler.probe(slots[field], instances.points[i * slots.length + field]);
            }
        }
        // PMML4S leaves missing values out in another way.
        compiler.deviateOnMissing();
        Search search =
                new Search(
                        measure, slots, instances, neighbours, compiler.newSlots(2 * neighbours));
        double threshold = model.number("threshold", 0.001);
        return classification
                ? classes(search, model.get("categoricalScoringMethod", "majorityVote"), threshold)
                : numbers(search, model.get("continuousScoringMethod", "average"), threshold);
    }

    private Result classes(Search search, String method, double threshold)
            throws NotCompiledException {
        boolean weighted = method.equals("weightedMajorityVote");
        requireKnown(method, weighted || method.equals("majorityVote"));
        compiler.deviate("it has no probabilities of neighbours");
        Result result = Labelled.result(compiler, labels.size());
        compiler.add(
                work -> {
                    double[] values = work.values;
                    int found = search.run(values);
                    int at = result.probabilities();
                    Arrays.fill(values, at, at + result.labels(), 0);
                    double total = 0;
                    for (int i = 0; i < found; i++) {
                        double weight = weighted ? 1 / (search.far(values, i) + threshold) : 1;
                        values[at + (int) search.answer(values, i)] += weight;
                        total += weight;
                    }
                    Ensembles.share(result, values, total);
                });
        return result;
    }

    private Result numbers(Search search, String method, double threshold)
            throws NotCompiledException {
        boolean weighted = method.equals("weightedAverage");
        boolean median = method.equals("median");
        requireKnown(method, weighted || median || method.equals("average"));
        if (weighted) {
            compiler.deviate("it divides a weighted average of neighbours once more");
        }
        int value = compiler.newSlots(1);
        compiler.add(
                work -> {
                    double[] values = work.values;
                    int found = search.run(values);
                    if (median) {
                        int from = search.room + search.neighbours;
                        values[value] =
                                found == 0 ? Double.NaN : Ensembles.middle(values, from, found);
                        return;
                    }
                    double sum = 0;
                    double total = 0;
                    for (int i = 0; i < found; i++) {
                        double weight = weighted ? 1 / (search.far(values, i) + threshold) : 1;
                        sum += weight * search.answer(values, i);
                        total += weight;
                    }
                    values[value] = sum / total;
                });
        return new Result(value, -1, 0);
    }

    private static void requireKnown(String method, boolean known) throws NotCompiledException {
        if (!known) {
            throw new NotCompiledException("the scoring method " + method);
        }
    }

    /** The field of the instances that is the target's. */
    private static String target(XmlElement model, XmlElement training)
            throws NotCompiledException {
        List<String> targets = ModelCompiler.targetFields(model);
        if (targets.size() != 1) {
            throw new NotCompiledException("neighbours without one target");
        }
        return column(training, targets.get(0));
    }

    /** The column that holds a field, without the prefix of its namespace. */
    private static String column(XmlElement training, String field) throws NotCompiledException {
        XmlElement fields = training.child("InstanceFields");
        for (XmlElement each :
                fields == null ? List.<XmlElement>of() : fields.children("InstanceField")) {
            if (field.equals(each.get("field"))) {
                String column = each.get("column", field);
                return column.substring(column.indexOf(':') + 1);
            }
        }
        // Without a column of its own it would have to be derived from others, row by row.
        throw new NotCompiledException("an input that the instances do not hold");
    }

    private Instances instances(
            XmlElement training,
            List<XmlElement> fields,
            Type[] types,
            String target,
            boolean classification)
            throws NotCompiledException {
        XmlElement table = training.child("InlineTable");
        List<XmlElement> rows = table == null ? List.of() : table.children("row");
        if (rows.isEmpty()) {
            throw new NotCompiledException("a model of neighbours without instances");
        }
        double[] points = new double[Math.multiplyExact(rows.size(), types.length)];
        double[] answers = new double[rows.size()];
        String[] columns = new String[types.length];
        for (int field = 0; field < types.length; field++) {
            columns[field] = column(training, fields.get(field).required("field"));
        }
        for (int row = 0; row < answers.length; row++) {
            for (int field = 0; field < types.length; field++) {
                points[row * types.length + field] =
                        compiler.literals()
                                .value(types[field], cell(rows.get(row), columns[field]));
            }
            String answer = cell(rows.get(row), target);
            answers[row] =
                    classification ? Labelled.required(labels, answer) : Literals.number(answer);
        }
        return new Instances(points, answers);
    }

    private static String cell(XmlElement row, String column) throws NotCompiledException {
        XmlElement cell = row.child(column);
        if (cell == null || cell.text().isBlank()) {
            throw new NotCompiledException("an instance that lacks a value");
        }
        return cell.text().strip();
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.PredictionException;
import org.tandemml.serving.engine.pmml.Literals.Type;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;

/**
 * How the cells of an active field become numbers: which stand for a missing value, which are
 * invalid or far out, and what becomes of those. Immutable.
 */
final class CompiledInput {
    private final String name;
    private final Type type;
    private final Literals literals;
    private final double[] missing;
    private final double[] invalid;
    private final double[] valid;
    private final Interval[] intervals;
    private final Treatment treatment;
    private final boolean refusesMissing;
    private final double replacement;
    private final double invalidReplacement;
    private final @Nullable Outliers outliers;

    /** Whether each number that is there is taken as it is. */
    private final boolean plain;

    /** What becomes of an invalid value. */
    private enum Treatment {
        REFUSED,
        AS_IS,
        MISSING,
        REPLACED
    }

    /**
     * What becomes of values outside of some bounds.
     *
     * @param missing whether they count as missing; else they are moved to the bound
     */
    private record Outliers(double low, double high, boolean missing) {}

    private CompiledInput(XmlElement data, XmlElement mining, Literals literals)
            throws NotCompiledException {
        this.literals = literals;
        name = data.required("name");
        type = Type.of(data.required("dataType"));
        missing = values(data, "missing");
        invalid = values(data, "invalid");
        valid = values(data, "valid");
        List<XmlElement> ranges = data.children("Interval");
        intervals = new Interval[ranges.size()];
        for (int i = 0; i < intervals.length; i++) {
            intervals[i] = Interval.of(ranges.get(i));
        }
        treatment = treatment(mining.get("invalidValueTreatment", "returnInvalid"));
        refusesMissing = mining.get("missingValueTreatment", "asIs").equals("returnInvalid");
        replacement = value(mining.get("missingValueReplacement"));
        invalidReplacement = value(mining.get("invalidValueReplacement"));
        outliers = outliers(data, mining);
        plain =
                type == Type.DOUBLE
                        && missing.length + invalid.length + valid.length + intervals.length == 0
                        && outliers == null;
    }

    /**
     * An active field.
     *
     * @param data its DataField
     * @param mining its MiningField in the outermost model
     */
    static CompiledInput of(XmlElement data, XmlElement mining, Literals literals)
            throws NotCompiledException {
        return new CompiledInput(data, mining, literals);
    }

    private double[] values(XmlElement data, String property) throws NotCompiledException {
        List<Double> all = new ArrayList<>();
        for (XmlElement value : data.children("Value")) {
            if (property.equals(value.get("property", "valid"))) {
                double number = value(value.required("value"));
                // NaN as a missing value is missing in any case.
                if (!Double.isNaN(number)) {
                    all.add(number + 0.0);
                }
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private double value(@Nullable String text) throws NotCompiledException {
        return text == null ? Double.NaN : literals.value(type, text);
    }

    private static Treatment treatment(String name) throws NotCompiledException {
        return switch (name) {
            case "returnInvalid" -> Treatment.REFUSED;
            case "asIs" -> Treatment.AS_IS;
            case "asMissing" -> Treatment.MISSING;
            case "asValue" -> Treatment.REPLACED;
            default -> throw new NotCompiledException("the invalidValueTreatment " + name);
        };
    }

    private @Nullable Outliers outliers(XmlElement data, XmlElement mining)
            throws NotCompiledException {
        String how = mining.get("outliers", "asIs");
        if (how.equals("asIs") || !"continuous".equals(data.get("optype"))) {
            return null;
        }
        if (!how.equals("asMissingValues") && !how.equals("asExtremeValues")) {
            throw new NotCompiledException("the outliers " + how);
        }
        return new Outliers(
                mining.number("lowValue", Double.NEGATIVE_INFINITY),
                mining.number("highValue", Double.POSITIVE_INFINITY),
                how.equals("asMissingValues"));
    }

    Type type() {
        return type;
    }

    /** Values at which the field is treated in another way. */
    List<Double> probes() {
        List<Double> all = new ArrayList<>();
        for (double[] values : List.of(missing, invalid, valid)) {
            Arrays.stream(values).forEach(all::add);
        }
        for (Interval interval : intervals) {
            all.add(interval.left());
            all.add(interval.right());
        }
        if (outliers != null) {
            all.add(outliers.low);
            all.add(outliers.high);
        }
        all.removeIf(value -> value.isInfinite());
        return all;
    }

    /**
     * The number of a cell; NaN if it is missing and not replaced.
     *
     * @param column null if the request has no such column
     * @throws PredictionException if the model declares that it does not take the value
     */
    double read(@Nullable Column column, int row) {
        if (plain && column instanceof Column.Doubles doubles) {
            // Cells without a value hold NaN.
            double number = doubles.values()[row];
            return number == number ? number : replaced(row);
        }
        double value = column == null || column.isMissing(row) ? Double.NaN : raw(column, row);
        if (value != value || isIn(missing, value)) {
            return replaced(row);
        }
        if (isInvalid(value)) {
            switch (treatment) {
                case REFUSED -> throw PmmlInput.notTaken(name, row);
                case MISSING -> {
                    return replaced(row);
                }
                case REPLACED -> {
                    return invalidReplacement;
                }
                case AS_IS -> {
                    // As any other value.
                }
            }
        }
        return outliers == null ? value : bounded(outliers, value, row);
    }

    private double bounded(Outliers bounds, double value, int row) {
        if (value < bounds.low || value > bounds.high) {
            return bounds.missing
                    ? replaced(row)
                    : Math.max(bounds.low, Math.min(bounds.high, value));
        }
        return value;
    }

    private double replaced(int row) {
        if (refusesMissing) {
            throw PmmlInput.needed(name, row);
        }
        return replacement;
    }

    private double raw(Column column, int row) {
        return switch (type) {
            case TEXT -> literals.code(PmmlInput.text(column, row));
            case FLOAT -> (float) column.asDouble(row);
            case DOUBLE -> column.asDouble(row);
            case BOOLEAN -> {
                double value = column.asDouble(row);
                yield value != value ? value : value == 0 ? 0 : 1;
            }
            case INTEGER -> {
                double value = column.asDouble(row);
                yield value != value ? value : PmmlInput.integer(column, value, row, name);
            }
        };
    }

    private boolean isInvalid(double value) {
        if (isIn(invalid, value)) {
            return true;
        }
        if (valid.length == 0 && intervals.length == 0) {
            return false;
        }
        if (isIn(valid, value)) {
            return false;
        }
        for (Interval interval : intervals) {
            if (interval.holds(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A column of one cell to try a model on.
     *
     * @param probes values of interest
     * @param program the program that is tried, which says what to stay away from
     * @param whole whether the cell must hold a value
     */
    Column trial(double[] probes, Program program, boolean whole, Random random) {
        Missing none = new Missing();
        if (!whole && random.nextInt(8) == 0 && !program.missingDeviates()) {
            none.set(0);
        }
        double probe = probes.length == 0 ? 0 : probes[random.nextInt(probes.length)];
        double moved =
                switch (random.nextInt(6)) {
                    case 0 -> Math.nextUp(probe);
                    case 1 -> Math.nextDown(probe);
                    case 2 -> probe * 1.5 + 1;
                    case 3 -> probe * 0.5 - 1;
                    default -> probe;
                };
        double off = (Math.abs(probe) + 1) * 1e-3;
        double cell = program.single() ? probe + (random.nextBoolean() ? off : -off) : moved;
        double value = none.get(0) ? Double.NaN : cell;
        return switch (type) {
            case DOUBLE -> new Column.Doubles(new double[] {value}, none);
            case FLOAT -> new Column.Floats(new float[] {(float) value}, none);
            case INTEGER -> new Column.Longs(new long[] {Math.round(probe)}, none);
            case BOOLEAN -> new Column.Booleans(new boolean[] {random.nextBoolean()}, none);
            case TEXT -> {
                String text = literals.text(probe);
                yield new Column.Strings(new @Nullable String[] {none.get(0) ? null : text}, none);
            }
        };
    }

    private static boolean isIn(double[] sorted, double value) {
        return sorted.length > 0 && Arrays.binarySearch(sorted, value + 0.0) >= 0;
    }
}

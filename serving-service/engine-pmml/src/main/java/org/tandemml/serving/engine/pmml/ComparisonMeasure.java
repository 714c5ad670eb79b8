package org.tandemml.serving.engine.pmml;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a row lies from points. Immutable. */
final class ComparisonMeasure {
    private final Kind kind;
    private final double power;
    private final double[] weights;
    private final boolean[] equality;

    /** What becomes of the differences of the fields. */
    private enum Kind {
        /** A sum of powers. */
        SUM,
        /** The root of one. */
        ROOT,
        /** The largest difference. */
        LARGEST
    }

    private ComparisonMeasure(Kind kind, double power, double[] weights, boolean[] equality) {
        this.kind = kind;
        this.power = power;
        this.weights = weights;
        this.equality = equality;
    }

    /**
     * Reads a ComparisonMeasure.
     *
     * @param weights of the fields
     * @param compare how each field's values are compared; null where the measure's own way counts
     */
    static ComparisonMeasure of(XmlElement element, double[] weights, @Nullable String[] compare)
            throws NotCompiledException {
        if (!element.required("kind").equals("distance") || element.children().isEmpty()) {
            throw new NotCompiledException("a comparison by likeness");
        }
        boolean[] equality = new boolean[weights.length];
        for (int field = 0; field < equality.length; field++) {
            String how =
                    Objects.requireNonNullElse(
                            compare[field], element.get("compareFunction", "absDiff"));
            if (!how.equals("absDiff") && !how.equals("delta")) {
                throw new NotCompiledException("the comparison " + how);
            }
            equality[field] = how.equals("delta");
        }
        XmlElement metric = element.children().get(0);
        return switch (metric.name()) {
            case "euclidean" -> new ComparisonMeasure(Kind.ROOT, 2, weights, equality);
            case "squaredEuclidean" -> new ComparisonMeasure(Kind.SUM, 2, weights, equality);
            case "cityBlock" -> new ComparisonMeasure(Kind.SUM, 1, weights, equality);
            case "chebychev" -> new ComparisonMeasure(Kind.LARGEST, 1, weights, equality);
            case "minkowski" ->
                    new ComparisonMeasure(
                            Kind.ROOT,
                            Literals.number(metric.required("p-parameter")),
                            weights,
                            equality);
            default -> throw new NotCompiledException("the measure " + metric.name());
        };
    }

    /** Whether only equality of a field's values counts. */
    boolean equality(int field) {
        return equality[field];
    }

    /**
     * Compares a row with a point. Fields that the row does not have are left out, and the rest
     * stands for them.
     *
     * @param slots where the row's values are
     * @param points the values of points, one after the other
     * @param from where the point begins
     * @return the distance; NaN if the row has none of the fields
     */
    double of(double[] values, int[] slots, double[] points, int from) {
        double sum = 0;
        int known = 0;
        for (int field = 0; field < slots.length; field++) {
            double value = values[slots[field]];
            if (value == value) {
                known++;
                double off = Math.abs(value - points[from + field]);
                double part = weights[field] * raised(equality[field] ? Math.signum(off) : off);
                sum = kind == Kind.LARGEST ? Math.max(sum, part) : sum + part;
            }
        }
        if (known == 0) {
            return Double.NaN;
        }
        double whole = known == slots.length ? sum : sum * slots.length / known;
        if (kind != Kind.ROOT) {
            return whole;
        }
        return power == 2 ? Math.sqrt(whole) : Math.pow(whole, 1 / power);
    }

    private double raised(double difference) {
        if (power == 1) {
            return difference;
        }
        return power == 2 ? difference * difference : Math.pow(difference, power);
    }
}

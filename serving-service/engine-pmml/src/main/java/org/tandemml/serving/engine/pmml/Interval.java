package org.tandemml.serving.engine.pmml;

/**
 * An {@code Interval}.
 *
 * @param left the left margin; minus infinity if there is none
 * @param right the right margin; infinity if there is none
 */
record Interval(double left, double right, boolean leftClosed, boolean rightClosed) {

    static Interval of(XmlElement element) throws NotCompiledException {
        String closure = element.required("closure");
        return new Interval(
                element.number("leftMargin", Double.NEGATIVE_INFINITY),
                element.number("rightMargin", Double.POSITIVE_INFINITY),
                closure.startsWith("closed"),
                closure.endsWith("Closed"));
    }

    boolean holds(double value) {
        return (leftClosed ? value >= left : value > left)
                && (rightClosed ? value <= right : value < right);
    }
}

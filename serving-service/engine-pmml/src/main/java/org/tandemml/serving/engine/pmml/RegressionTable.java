package org.tandemml.serving.engine.pmml;

/**
 * A sum of terms.
 *
 * @param single whether each addition is rounded to binary32
 */
record RegressionTable(
        double intercept,
        Power[] powers,
        Category[] categories,
        Product[] products,
        boolean single) {

    /** A coefficient times a power of a number. */
    record Power(int slot, double coefficient, double exponent) {}

    /** A coefficient where a value is one category; nothing where it is another or missing. */
    record Category(int slot, double category, double coefficient) {}

    /** A coefficient times a product of numbers. */
    record Product(int[] slots, double coefficient) {}

    /** The sum of a row; NaN if one of its numbers is missing. */
    double sum(double[] values) {
        double sum = intercept;
        for (Power power : powers) {
            double value = values[power.slot];
            double term = power.exponent == 1 ? value : Math.pow(value, power.exponent);
            sum = rounded(sum + power.coefficient * term);
        }
        for (Category category : categories) {
            if (values[category.slot] == category.category) {
                sum = rounded(sum + category.coefficient);
            }
        }
        for (Product product : products) {
            double term = product.coefficient;
            for (int slot : product.slots) {
                term *= values[slot];
            }
            sum = rounded(sum + term);
        }
        return sum;
    }

    private double rounded(double sum) {
        return single ? (float) sum : sum;
    }
}

package org.tandemml.registry.search.filter;

/**
 * One key of an order.
 *
 * @param field what is compared; missing values come last in both directions, NaN before them
 * @param ascending the direction
 * @param datasetName of a repeated metric: only points on this dataset count; empty: any
 * @param datasetDigest likewise
 */
public record OrderTerm(
        FieldRef field, boolean ascending, String datasetName, String datasetDigest) {
    /** An order without a dataset. */
    public OrderTerm(FieldRef field, boolean ascending) {
        this(field, ascending, "", "");
    }
}

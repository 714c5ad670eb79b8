package org.tandemml.registry.search;

/**
 * Where a search changes its way of reading; see {@link Candidates} and {@link Walk}. All numbers
 * are rows.
 *
 * @param few up to here a condition's matches become the candidates of the whole search
 * @param many up to here a condition's matches are put into a hash table
 * @param window how many entries of an index are read before the next bound is looked up; at least
 *     four pages
 * @param patience how many entries are read in order before the matches are looked for otherwise
 * @param partitions up to here the pages of several partitions are read in order and merged
 */
record Limits(int few, int many, int window, int patience, int partitions) {
    /** As measured at 10 thousand to a million runs of ten metrics. */
    static final Limits STANDARD = new Limits(4_000, 40_000, 500, 8_000, 1_000);
}

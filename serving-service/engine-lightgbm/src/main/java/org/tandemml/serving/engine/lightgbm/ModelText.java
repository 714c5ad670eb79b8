package org.tandemml.serving.engine.lightgbm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.ModelLoadException;

/**
 * LightGBM's text form, cut into sections: a header, the trees, and what follows {@code end of
 * trees}. All of them are lines {@code key=value}; the form is described in LightGBM's own
 * documentation only by its code, versions v2 to v4.
 *
 * @param header {@code num_class}, {@code objective} and so on
 * @param trees a section for each tree
 * @param categoricalColumns the parameter {@code categorical_feature}; null if the file has none
 * @param pandasCategories the JSON behind {@code pandas_categorical:}; null if there is none
 */
record ModelText(
        Section header,
        List<Section> trees,
        @Nullable String categoricalColumns,
        @Nullable String pandasCategories) {
    private static final String TREE = "Tree=";
    private static final String END = "end of trees";
    private static final String CATEGORICAL = "[categorical_feature:";
    private static final String PANDAS = "pandas_categorical:";
    private static final int MAX_TREES = 1 << 20;

    static ModelText read(String text) throws ModelLoadException {
        if (!text.startsWith("tree\n") && !text.startsWith("tree\r\n")) {
            throw new ModelLoadException(
                    "The LightGBM model file does not begin with the line 'tree': it is not in"
                            + " LightGBM's text form.");
        }
        int end = text.indexOf("\n" + END);
        if (end < 0) {
            throw new ModelLoadException(
                    "The LightGBM model file has no line 'end of trees': it was cut off.");
        }
        int parameters = text.indexOf("\nparameters:", end);
        if (parameters >= 0 && text.indexOf("\nend of parameters", parameters) < 0) {
            throw new ModelLoadException(
                    "The LightGBM model file has no line 'end of parameters': it was cut off.");
        }
        String forest = text.substring(0, end + 1);
        List<Integer> begins = new ArrayList<>();
        for (int at = forest.indexOf("\n" + TREE);
                at >= 0;
                at = forest.indexOf("\n" + TREE, at + 1)) {
            begins.add(at + 1);
            if (begins.size() > MAX_TREES) {
                throw new ModelLoadException(
                        "The LightGBM model has more than the %d trees that are read."
                                .formatted(MAX_TREES));
            }
        }
        Section header =
                Section.of(
                        "The header",
                        forest,
                        0,
                        begins.isEmpty() ? forest.length() : begins.get(0));
        List<Section> trees = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            int to = i + 1 < begins.size() ? begins.get(i + 1) : forest.length();
            trees.add(Section.of("Tree " + i, forest, begins.get(i), to));
        }
        ModelText read =
                new ModelText(
                        header, trees, parameter(text, end), lineFrom(text, "\n" + PANDAS, end));
        read.checkSizes(forest, begins, StandardCharsets.US_ASCII.newEncoder().canEncode(forest));
        return read;
    }

    /** LightGBM cuts the text by {@code tree_sizes}: they must say what the text says. */
    private void checkSizes(String forest, List<Integer> begins, boolean ascii)
            throws ModelLoadException {
        if (!header.has("tree_sizes")) {
            return;
        }
        int[] sizes = header.ints("tree_sizes", begins.size());
        for (int i = 0; i < sizes.length; i++) {
            int to = i + 1 < sizes.length ? begins.get(i + 1) : forest.length();
            int length = to - begins.get(i);
            // Lines may have been given other ends on the way here; that changes nothing else.
            boolean other = forest.indexOf('\r') >= 0 || !ascii;
            if (sizes[i] <= 0 || !other && Math.abs(sizes[i] - length) > 2) {
                throw new ModelLoadException(
                        "The header's tree_sizes says that tree %d has %d characters; it has %d."
                                .formatted(i, sizes[i], length));
            }
        }
    }

    private static @Nullable String parameter(String text, int from) {
        String rest = lineFrom(text, "\n" + CATEGORICAL, from);
        return rest == null ? null : rest.replace("]", "").strip();
    }

    private static @Nullable String lineFrom(String text, String key, int from) {
        int at = text.indexOf(key, from);
        if (at < 0) {
            return null;
        }
        int to = text.indexOf('\n', at + key.length());
        return text.substring(at + key.length(), to < 0 ? text.length() : to);
    }

    /** Objectives and their parameters: {@code binary sigmoid:1}. */
    String objective() {
        return header.texts().getOrDefault("objective", "");
    }

    boolean averaged() {
        return header.texts().containsKey("average_output");
    }

    /** Lines of the header without a value, and with one. */
    Map<String, String> lines() {
        return header.texts();
    }
}

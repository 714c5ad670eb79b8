package org.tandemml.serving.engine;

import org.jspecify.annotations.Nullable;

/**
 * What computes a model's answers, and what it was held against before it was served. For people:
 * shown where the model's state is shown.
 *
 * @param kernel what computes, for example {@code trees as bit vectors}
 * @param reference what gave the same answers, for example {@code Tribuo}: to the bit, or as close
 *     as the format's page says; null if there was nothing to compare with
 * @param generatedRows how many rows made from the model itself were compared
 * @param exampleRows how many rows of the model's own input example were compared
 * @param fallback why the reference computes and not a kernel; null where none was given up
 */
public record KernelCheck(
        String kernel,
        @Nullable String reference,
        int generatedRows,
        int exampleRows,
        @Nullable String fallback) {

    /** Something that computes without being compared. */
    public static KernelCheck none(String kernel) {
        return new KernelCheck(kernel, null, 0, 0, null);
    }

    /** The same after rows of the model's example were compared. */
    public KernelCheck withExamples(int rows) {
        return new KernelCheck(kernel, reference, generatedRows, exampleRows + rows, fallback);
    }
}

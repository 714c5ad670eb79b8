package org.tandemml.serving.engine.enforce;

import org.jspecify.annotations.Nullable;

/** Sees that the columns of a body are equally long. */
final class ColumnLengths {
    private final Intake intake;
    private @Nullable String first;
    private int rows;

    ColumnLengths(Intake intake) {
        this.intake = intake;
    }

    /** Takes note of a column, and reports one whose length is not that of the first. */
    void add(String name, int length, String pointer) {
        if (first == null) {
            first = name;
            rows = length;
        } else if (length != rows) {
            intake.log()
                    .add(
                            -1,
                            name,
                            rows + " values, as in the first column",
                            length + " values",
                            null,
                            pointer);
        }
    }

    int rows() {
        return rows;
    }
}

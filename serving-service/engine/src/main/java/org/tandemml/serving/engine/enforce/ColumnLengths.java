package org.tandemml.serving.engine.enforce;

import java.util.ArrayList;
import java.util.List;

/** Sees that the columns of a body are equally long. */
final class ColumnLengths {
    private final Intake intake;
    private final String key;
    private final List<CellReader> singles = new ArrayList<>();
    private int rows = -1;

    /**
     * @param key the form that the columns stand in
     */
    ColumnLengths(Intake intake, String key) {
        this.intake = intake;
        this.key = key;
    }

    /** Takes note of a column, and reports one whose length is not that of the first. */
    void add(String name, boolean required, int length, String pointer) {
        if (rows < 0) {
            rows = length;
        } else if (length != rows) {
            if (required && !intake.strict() && key.equals("instances")) {
                throw Intake.badForm(
                        key + ": '" + name + "' has " + length + " values, others " + rows + ".");
            }
            String expected = rows + " values, as in the first column";
            intake.log().add(-1, name, expected, length + " values", null, pointer);
        }
    }

    /** Takes note of a column with a single value, which stands for as many as the others have. */
    void addSingle(CellReader reader) {
        singles.add(reader);
    }

    int rows() {
        int length = rows >= 0 ? rows : singles.isEmpty() ? 0 : 1;
        for (CellReader single : singles) {
            single.repeat(length);
        }
        return length;
    }
}

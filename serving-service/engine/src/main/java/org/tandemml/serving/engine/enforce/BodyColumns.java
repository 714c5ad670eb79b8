package org.tandemml.serving.engine.enforce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Column;
import org.tandemml.serving.engine.table.Missing;
import org.tandemml.serving.engine.table.Table;

/** The columns of one body: which of the signature's it brings, and the readers of their cells. */
final class BodyColumns {
    /** Stands for a column that the signature does not have. */
    static final int EXTRA = -1;

    private final Blueprint blueprint;
    private final Intake intake;
    private final CellReader[] readers;
    private final boolean[] present;
    private final Map<String, Integer> unknown = new HashMap<>();
    private final Map<String, Integer> extraCounts = new HashMap<>();

    BodyColumns(Blueprint blueprint, Intake intake) {
        this.blueprint = blueprint;
        this.intake = intake;
        this.readers = new CellReader[blueprint.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = blueprint.plan(i).reader(intake);
        }
        this.present = new boolean[readers.length];
    }

    int size() {
        return readers.length;
    }

    CellReader reader(int index) {
        return readers[index];
    }

    private void throwIfWrong(int rows) {
        if (!intake.log().isEmpty()) {
            throw intake.log().toException(rows);
        }
    }

    /** The name of a column of the signature, if it has one. */
    @Nullable String name(int index) {
        return readers[index].plan.name();
    }

    /**
     * The column that a body calls so. Where the signature has no names, it is the next position
     * for each new name.
     *
     * @return its index, or {@link #EXTRA}
     */
    int resolve(String name) {
        if (blueprint.named()) {
            Integer index = blueprint.find(name);
            return index == null ? EXTRA : index;
        }
        int position = unknown.computeIfAbsent(name, n -> unknown.size());
        return position < readers.length ? position : EXTRA;
    }

    void markPresent(int index) {
        present[index] = true;
    }

    boolean isPresent(int index) {
        return present[index];
    }

    /**
     * Reports a column that the signature does not have: each name once.
     *
     * @param row where it was first met, or -1
     */
    void reportExtra(String name, int row, @Nullable String pointer) {
        if (blueprint.named() && unknown.putIfAbsent(name, EXTRA) != null) {
            return;
        }
        String near = intake.log().keeps() ? NearName.of(name, absentNames()) : null;
        intake.log().addColumn(row, name, "no such column", "column", near, pointer);
    }

    /** The columns of the signature that have not been met so far. */
    private List<String> absentNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < readers.length && names.size() < NearName.MAX_COMPARED; i++) {
            String name = name(i);
            if (!present[i] && name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** Counts the values of a column that the signature does not have. */
    void countExtra(String name) {
        extraCounts.merge(name, 1, Integer::sum);
    }

    /**
     * The length of columns that were filled each by itself.
     *
     * @throws TandemException BAD_REQUEST if required columns are not equally long, as in MLflow
     */
    int compactRows() {
        int rows = -1;
        for (int i = 0; i < readers.length; i++) {
            if (present[i] && readers[i].plan.required()) {
                if (rows >= 0 && readers[i].seen() != rows) {
                    throw Intake.badForm("The columns of the rows are not equally long.");
                }
                rows = readers[i].seen();
            }
        }
        for (int i = 0; i < readers.length; i++) {
            if (present[i]) {
                rows = rows < 0 ? readers[i].seen() : rows;
                reportLength(readers[i].plan.name(), readers[i].seen(), rows);
            }
        }
        for (Map.Entry<String, Integer> extra : extraCounts.entrySet()) {
            reportLength(extra.getKey(), extra.getValue(), Math.max(rows, 0));
        }
        return Math.max(rows, 0);
    }

    private void reportLength(@Nullable String name, int length, int rows) {
        if (length != rows) {
            intake.log().add(-1, name, rows + " values", length + " values", null, null);
        }
    }

    /**
     * Reports the required columns that the body does not bring.
     *
     * @param pointer where they are missing
     */
    void reportMissing(@Nullable String pointer) {
        for (int i = 0; i < readers.length; i++) {
            ColumnPlan plan = readers[i].plan;
            if (!present[i] && plan.required()) {
                String name = plan.name();
                String near =
                        name != null && intake.log().keeps()
                                ? NearName.of(name, unknown.keySet())
                                : null;
                intake.log().addColumn(-1, name, plan.expected(), "absent", near, pointer);
            }
        }
    }

    /**
     * Reports the rows that lack a required column which other rows have.
     *
     * @param pointer where the rows are
     */
    void reportGaps(int rows, String pointer) {
        for (int i = 0; i < readers.length; i++) {
            CellReader reader = readers[i];
            if (reader.plan.required() && present[i] && reader.seen() < rows) {
                reader.finish(rows);
                reportGaps(reader, rows, pointer);
            }
        }
    }

    private void reportGaps(CellReader reader, int rows, String pointer) {
        Missing absent = reader.absent();
        ColumnPlan plan = reader.plan;
        for (int row = 0; row < rows; row++) {
            if (absent.get(row)) {
                String where = intake.log().keeps() ? pointer + "/" + row : null;
                intake.log().add(row, plan.name(), plan.expected(), "absent", null, where);
            }
        }
    }

    /**
     * The table.
     *
     * @throws ViolationsException if anything was reported, or a cast fails
     */
    Table toTable(int rows) {
        if (intake.strict()) {
            throwIfWrong(rows);
        }
        List<Column> columns = new ArrayList<>(readers.length);
        for (CellReader reader : readers) {
            columns.add(reader.finish(rows));
        }
        throwIfWrong(rows);
        return new Table(blueprint.schema(), rows, columns);
    }
}

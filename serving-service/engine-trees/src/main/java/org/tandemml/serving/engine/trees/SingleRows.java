package org.tandemml.serving.engine.trees;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.table.Table;

/**
 * Sums tables of one row, in memory that is used again: it would be most of what a request leaves
 * to the garbage collector. Belongs to a model and goes with it. Safe for several threads.
 */
final class SingleRows {
    /** More threads than this at once bring memory of their own. */
    private static final int KEPT = 8;

    private final RowModel model;
    private final AtomicReferenceArray<@Nullable Room> kept = new AtomicReferenceArray<>(KEPT);

    /** What one thread needs. */
    private record Room(double[] values, RowModel.Pass pass) {}

    SingleRows(RowModel model) {
        this.model = model;
    }

    /** The sums of the only row of a table. */
    double[] sums(RowReader reader, Table table) {
        int slot = (int) Thread.currentThread().getId() & KEPT - 1;
        Room room = kept.getAndSet(slot, null);
        if (room == null) {
            room = new Room(new double[model.columns()], model.pass(1));
        }
        double[] sums = new double[model.outputs()];
        model.read(reader, table, 0, 1, room.values);
        room.pass.score(room.values, 1, sums, 0);
        // A row that is refused above costs the next one its memory, no more.
        kept.set(slot, room);
        return sums;
    }
}

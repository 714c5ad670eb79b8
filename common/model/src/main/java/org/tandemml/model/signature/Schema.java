package org.tandemml.model.signature;

import java.util.List;

/** The inputs or outputs of a model: all columns or all tensors, never mixed. */
public sealed interface Schema {

    /** Columns: all of them named, or none. */
    record Columns(List<ColumnSpec> columns) implements Schema {
        public Columns {
            columns = List.copyOf(columns);
        }

        /** Whether the columns have names. */
        public boolean named() {
            return !columns.isEmpty() && columns.get(0).name() != null;
        }
    }

    /** Tensors: one without a name, or several with names. */
    record Tensors(List<TensorSpec> tensors) implements Schema {
        public Tensors {
            tensors = List.copyOf(tensors);
        }
    }
}

package org.tandemml.serving.engine.table;

import java.util.List;
import org.tandemml.model.signature.Schema;

/**
 * The rows of one request, checked: a column for each entry of the schema, in its order. An
 * optional column that the request left out is there, all missing.
 *
 * @param schema what the rows were checked against
 * @param rows how many rows; 0 or more
 * @param columns a column for each entry of the schema
 */
public record Table(Schema schema, int rows, List<Column> columns) {
    public Table {
        columns = List.copyOf(columns);
    }

    /** The column of the schema's entry with this index. */
    public Column column(int index) {
        return columns.get(index);
    }
}

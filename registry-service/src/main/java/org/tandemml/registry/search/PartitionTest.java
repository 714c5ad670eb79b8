package org.tandemml.registry.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a statement is limited to the partitions of its scope.
 *
 * @param partitions all of them; null: the entity has none, or the statement is at one of several
 * @param outer SQL of the one that the statement is at; empty: it reads all
 */
record PartitionTest(@Nullable List<Long> partitions, String outer) {
    /** All partitions of a scope at once. */
    static PartitionTest all(Scope scope) {
        return new PartitionTest(scope.partitions(), "");
    }

    /** The partition that an enclosing statement is at. */
    static PartitionTest each(String outer) {
        return new PartitionTest(null, outer);
    }

    /** Whether the rows stand in several ranges of an index. */
    boolean isSeveral() {
        return partitions != null && partitions.size() > 1;
    }

    /** Writes the test of a column, after an AND; nothing if there is no such column. */
    void append(SqlText sql, String alias, String column) {
        if (column.isEmpty() || partitions == null && outer.isEmpty()) {
            return;
        }
        sql.add(" AND ").add(alias).add(column);
        if (partitions == null) {
            sql.add(" = ").add(outer);
        } else if (partitions.size() == 1) {
            sql.add(" = ").bind(partitions.get(0));
        } else {
            sql.add(" = ANY (");
            sql.bind(partitions.stream().mapToLong(Long::longValue).toArray()).add(")");
        }
    }
}

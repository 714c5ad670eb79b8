package org.tandemml.registry.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a statement is limited to the partitions of its scope. */
interface PartitionTest {
    /** Writes the test of a partition column, after an AND. */
    void add(SqlText sql, String column);

    /** All partitions of a scope at once; none if it has no partitions. */
    static PartitionTest all(@Nullable List<Long> partitions) {
        if (partitions == null) {
            return (sql, column) -> {};
        }
        if (partitions.size() == 1) {
            Long only = partitions.get(0);
            return (sql, column) -> sql.add(" AND ").add(column).add(" = ").bind(only);
        }
        long[] several = partitions.stream().mapToLong(Long::longValue).toArray();
        return (sql, column) -> sql.add(" AND ").add(column).add(" = ANY (").bind(several).add(")");
    }

    /** The partition that an enclosing statement is at. */
    static PartitionTest each(String outer) {
        return (sql, column) -> sql.add(" AND ").add(column).add(" = ").add(outer);
    }
}

package org.tandemml.registry.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.FieldType;

/**
 * One key of an order as SQL: numbers in the given direction, NaN after them, missing last.
 *
 * @param sql the value
 * @param label its name among the columns of the result
 * @param type of the value
 * @param ascending the direction
 * @param nullable whether it may be missing
 */
record SortKey(String sql, String label, FieldType type, boolean ascending, boolean nullable) {
    private boolean descendingReal() {
        return type == FieldType.REAL && !ascending;
    }

    /** What stands after ORDER BY. */
    String order() {
        StringBuilder order = new StringBuilder();
        if (nullable) {
            order.append(sql).append(" IS NULL, ");
        }
        if (descendingReal()) {
            order.append('(').append(sql).append(" = 'NaN'), ");
        }
        return order.append(sql).append(ascending ? "" : " DESC").toString();
    }

    /** That a row has the same value. */
    SqlText same(@Nullable Object value) {
        return value == null
                ? new SqlText().add(sql).add(" IS NULL")
                : new SqlText().add(sql).add(" = ").bind(value);
    }

    /** That a row comes after all rows with this value. */
    SqlText after(@Nullable Object value) {
        if (value == null) {
            return new SqlText().add("FALSE");
        }
        SqlText test = new SqlText().add("(");
        if (!descendingReal()) {
            test.add(sql).add(ascending ? " > " : " < ").bind(value);
        } else if (((Double) value).isNaN()) {
            test.add("FALSE");
        } else {
            test.add(sql).add(" < ").bind(value).add(" OR ").add(sql).add(" = 'NaN'");
        }
        if (nullable) {
            test.add(" OR ").add(sql).add(" IS NULL");
        }
        return test.add(")");
    }

    /** Reads the value of a row of the result. */
    @Nullable Object read(ResultSet row) throws SQLException {
        Object value =
                switch (type) {
                    case TEXT -> row.getString(label);
                    case INTEGER -> row.getLong(label);
                    case REAL -> row.getDouble(label);
                };
        return row.wasNull() ? null : value;
    }
}

package org.tandemml.registry.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.FieldType;

/**
 * One key of an order as SQL: numbers in the given direction, NaN after them, missing last.
 *
 * @param sql the value
 * @param label its name among the columns of the result
 * @param type of the value
 * @param ascending the direction
 * @param present whether no row lacks it, and none is NaN unless all are
 * @param prefix 0, or how many characters of the value an index holds
 */
record SortKey(
        String sql, String label, FieldType type, boolean ascending, boolean present, int prefix) {

    /** The same key where no row lacks it, and none is NaN unless all are. */
    SortKey asPresent() {
        return new SortKey(sql, label, type, ascending, true, prefix);
    }

    /** The same key read from elsewhere, where an index holds so many characters of it (0: all). */
    SortKey from(String other, int indexedCharacters) {
        return new SortKey(other, label, type, ascending, present, indexedCharacters);
    }

    private boolean nanLast() {
        return !present && type == FieldType.REAL && !ascending;
    }

    /** What an index holds of the value. */
    String indexed() {
        return prefix > 0 ? "left(" + sql + ", " + prefix + ")" : sql;
    }

    /** What an index holds of this value. */
    Object indexed(Object value) {
        return prefix > 0 ? first(prefix, (String) value) : value;
    }

    /** Whether rows that are equal in what an index holds are equal in the value. */
    boolean isWhole(Object indexedValue) {
        return prefix == 0
                || ((String) indexedValue).codePointCount(0, ((String) indexedValue).length())
                        < prefix;
    }

    /** The direction, after an expression that follows ORDER BY. */
    String direction() {
        return ascending ? "" : " DESC";
    }

    /** What stands after ORDER BY. */
    String order() {
        StringBuilder order = new StringBuilder();
        if (!present) {
            order.append('(').append(sql).append(" IS NULL), ");
        }
        if (nanLast()) {
            order.append('(').append(sql).append(" = 'NaN'), ");
        }
        if (prefix > 0) {
            order.append(indexed()).append(direction()).append(", ");
        }
        return order.append(sql).append(direction()).toString();
    }

    /**
     * That a row comes after a position in an order.
     *
     * @param order the keys; no two rows are equal in all of them
     * @param position their values
     */
    static SqlText beyond(List<SortKey> order, List<@Nullable Object> position) {
        SortKey key = order.get(0);
        Object value = position.get(0);
        SqlText rest =
                order.size() == 1
                        ? new SqlText().add("FALSE")
                        : beyond(
                                order.subList(1, order.size()),
                                position.subList(1, position.size()));
        if (key.present && value != null) {
            // The bound alone is a range of an index; with it, not after means equal.
            return new SqlText()
                    .add("(")
                    .add(key.bound(value))
                    .add(" AND (")
                    .add(key.after(value))
                    .add(" OR ")
                    .add(rest)
                    .add("))");
        }
        return new SqlText()
                .add("(")
                .add(key.after(value))
                .add(" OR (")
                .add(key.same(value))
                .add(" AND ")
                .add(rest)
                .add("))");
    }

    private SqlText bound(Object value) {
        SqlText bound = new SqlText();
        String operator = ascending ? " >= " : " <= ";
        if (prefix > 0) {
            bound.add(indexed()).add(operator).bind(indexed(value)).add(" AND ");
        }
        return bound.add(sql).add(operator).bind(value);
    }

    private SqlText same(@Nullable Object value) {
        return value == null
                ? new SqlText().add(sql).add(" IS NULL")
                : new SqlText().add(sql).add(" = ").bind(value);
    }

    private SqlText after(@Nullable Object value) {
        if (value == null) {
            return new SqlText().add("FALSE");
        }
        SqlText test = new SqlText();
        if (!nanLast()) {
            test.add(sql).add(ascending ? " > " : " < ").bind(value);
        } else if (isNan(value)) {
            test.add("FALSE");
        } else {
            test.add(sql).add(" < ").bind(value).add(" OR ").add(sql).add(" = 'NaN'");
        }
        return present ? test : test.add(" OR ").add(sql).add(" IS NULL");
    }

    static boolean isNan(@Nullable Object value) {
        return value instanceof Double number && number.isNaN();
    }

    /** The first characters of a text, as PostgreSQL counts them. */
    static String first(int characters, String text) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    /** Reads the value of a row of the result. */
    @Nullable Object read(ResultSet row) throws SQLException {
        return read(row, label);
    }

    /** Reads the value from a column of another name. */
    @Nullable Object read(ResultSet row, String column) throws SQLException {
        Object value =
                switch (type) {
                    case TEXT -> row.getString(column);
                    case INTEGER -> row.getLong(column);
                    case REAL -> row.getDouble(column);
                };
        return row.wasNull() ? null : value;
    }
}

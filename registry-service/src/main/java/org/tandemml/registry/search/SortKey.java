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
 * @param form which values it may take here
 * @param prefix 0, or how many characters of the value an index holds
 */
record SortKey(String sql, String label, FieldType type, boolean ascending, Form form, int prefix) {

    /** Which values a key may take in the rows that a statement reads. */
    enum Form {
        /** Any, or missing, or NaN. */
        ANY,
        /** Any but missing and NaN. */
        PRESENT,
        /** NaN, in every row. */
        NAN,
        /** Missing, in every row. */
        MISSING
    }

    /** The same key where only such values occur. */
    SortKey as(Form other) {
        String value =
                switch (other) {
                    case MISSING -> "NULL::" + sqlType();
                    case NAN -> "'NaN'::float8";
                    default -> sql;
                };
        return new SortKey(value, label, type, ascending, other, prefix);
    }

    /** The same key read from elsewhere. */
    SortKey from(String other) {
        return new SortKey(other, label, type, ascending, form, 0);
    }

    /** The same key with an index on the first characters of the value. */
    SortKey withPrefix(int length) {
        return new SortKey(sql, label, type, ascending, form, length);
    }

    private String sqlType() {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "bigint";
            case REAL -> "float8";
        };
    }

    private boolean fixed() {
        return form == Form.MISSING || form == Form.NAN;
    }

    private boolean nanLast() {
        return form == Form.ANY && type == FieldType.REAL && !ascending;
    }

    private String start() {
        return "left(" + sql + ", " + prefix + ")";
    }

    /** What stands after ORDER BY; empty if all rows are equal in it. */
    String order() {
        if (fixed()) {
            return "";
        }
        String direction = ascending ? "" : " DESC";
        StringBuilder order = new StringBuilder();
        if (form == Form.ANY) {
            order.append('(').append(sql).append(" IS NULL), ");
        }
        if (nanLast()) {
            order.append('(').append(sql).append(" = 'NaN'), ");
        }
        if (prefix > 0) {
            order.append(start()).append(direction).append(", ");
        }
        return order.append(sql).append(direction).toString();
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
        boolean last = order.size() == 1;
        SqlText rest =
                last
                        ? new SqlText().add("FALSE")
                        : beyond(
                                order.subList(1, order.size()),
                                position.subList(1, position.size()));
        if (key.fixed()) {
            return rest;
        }
        if (key.form == Form.PRESENT && value != null) {
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
            bound.add(start()).add(operator).bind(first(prefix, (String) value)).add(" AND ");
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
        } else if (((Double) value).isNaN()) {
            test.add("FALSE");
        } else {
            test.add(sql).add(" < ").bind(value).add(" OR ").add(sql).add(" = 'NaN'");
        }
        return form == Form.ANY ? test.add(" OR ").add(sql).add(" IS NULL") : test;
    }

    /** The first characters of a text, as PostgreSQL counts them. */
    static String first(int characters, String text) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
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

package org.tandemml.registry.search.fields;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A field that stands in a column of its own.
 *
 * @param name as it is written in a filter
 * @param aliases other spellings
 * @param type how its values are written and compared
 * @param sql the column with its table's alias, for example {@code r.start_time}; for a related
 *     table's column see {@code within}
 * @param operators what conditions may do with it; empty: it can only be ordered by
 * @param nullable whether rows may lack it; they come last in both directions
 * @param orderable whether it may stand in {@code order_by}
 * @param access what an index does for it
 * @param quotedNumbers whether a number may also be written as text
 * @param entity the word before the dot; empty for the entity's own attributes
 * @param within empty for the entity's own columns; else the head of a sub-select on the related
 *     table, up to and including {@code WHERE ... AND}; a row matches if any related row does
 * @param values all that there are, as they are stored; filters may write them in any case. Empty:
 *     any text
 */
public record Attribute(
        String name,
        List<String> aliases,
        FieldType type,
        String sql,
        Set<Operator> operators,
        boolean nullable,
        boolean orderable,
        Access access,
        boolean quotedNumbers,
        String entity,
        String within,
        List<String> values)
        implements Field {

    /** What an index does for an attribute. */
    public enum Access {
        /** Nothing: rows are read to test it. */
        NONE,
        /** It finds the rows of one value. */
        FIND,
        /** It finds the rows of a value or range in a partition, and reads them in order. */
        ORDER
    }

    public Attribute {
        aliases = List.copyOf(aliases);
        values = List.copyOf(values);
        operators =
                operators.isEmpty()
                        ? Set.of()
                        : Collections.unmodifiableSet(EnumSet.copyOf(operators));
    }

    private Attribute(String name, FieldType type, String sql, Set<Operator> operators) {
        this(
                name,
                List.of(),
                type,
                sql,
                operators,
                false,
                true,
                Access.NONE,
                false,
                "",
                "",
                List.of());
    }

    /** A text column. */
    public static Attribute text(String name, String sql) {
        return new Attribute(name, FieldType.TEXT, sql, Operator.TEXT);
    }

    /** An integer column. */
    public static Attribute integer(String name, String sql) {
        return new Attribute(name, FieldType.INTEGER, sql, Operator.NUMBER);
    }

    /** The same with other spellings of its name. */
    public Attribute alsoNamed(String... others) {
        return new Attribute(
                name,
                List.of(others),
                type,
                sql,
                operators,
                nullable,
                orderable,
                access,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same for a column that may be null. */
    public Attribute canBeNull() {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                operators,
                true,
                orderable,
                access,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same for a column whose equal values an index finds, in any partition. */
    public Attribute canBeFound() {
        return withAccess(Access.FIND);
    }

    /** The same for a column that an index begins with, after the partition if there is one. */
    public Attribute hasIndex() {
        return withAccess(Access.ORDER);
    }

    private Attribute withAccess(Access other) {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                operators,
                nullable,
                orderable,
                other,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same, but conditions cannot use it. */
    public Attribute onlyOrdered() {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                Set.of(),
                nullable,
                true,
                access,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same, but {@code order_by} cannot use it. */
    public Attribute onlyFiltered() {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                operators,
                nullable,
                false,
                access,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same for a number that may be written as quoted text too. */
    public Attribute canBeQuoted() {
        return new Attribute(
                name, aliases, type, sql, operators, nullable, orderable, access, true, entity,
                within, values);
    }

    /**
     * The same as a field of a related table, which may have any number of rows for one of the
     * entity. It can only be filtered by.
     *
     * @param entity the word before the dot, as in {@code dataset.name}; other words for it are
     *     given to {@link SearchFields.Builder#entity}. Empty: it is written like an own attribute
     * @param within see {@link Attribute}
     */
    public Attribute of(String entity, String within) {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                operators,
                nullable,
                false,
                access,
                quotedNumbers,
                entity,
                within,
                values);
    }

    /** The same for a text with few values; others are refused in a filter. */
    public Attribute oneOf(List<String> all) {
        return new Attribute(
                name,
                aliases,
                type,
                sql,
                operators,
                nullable,
                orderable,
                access,
                quotedNumbers,
                entity,
                within,
                all);
    }

    @Override
    public String shown() {
        return entity.isEmpty() ? name : entity + "." + name;
    }
}

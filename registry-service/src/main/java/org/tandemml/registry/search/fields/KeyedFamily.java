package org.tandemml.registry.search.fields;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Fields that users name themselves and that stand as rows of a child table: {@code metrics.k},
 * {@code params.k}, {@code tags.k}. The child's columns that point to the entity have the names of
 * the entity's {@linkplain SearchFields.Builder#identity identity}; the value column is {@code
 * value}.
 *
 * @param name the word before the dot
 * @param aliases other words for it
 * @param type of the values
 * @param table the child table
 * @param keys how the child names its key
 * @param partition the child's copy of the entity's partition column; empty if it has none
 * @param index how the child's values are indexed
 * @param repeated whether one key may have several rows; the latest by (step, timestamp, value)
 *     counts, among those that {@link org.tandemml.registry.search.Scope#measuredBy} leaves
 * @param operators what conditions may do with it
 * @param orderable whether it may stand in {@code order_by}
 */
public record KeyedFamily(
        String name,
        List<String> aliases,
        FieldType type,
        String table,
        Keys keys,
        String partition,
        Index index,
        boolean repeated,
        Set<Operator> operators,
        boolean orderable)
        implements Field {

    /** How a child table names its key. */
    public enum Keys {
        /** By a column {@code key_id} that refers to {@code attribute_key}. */
        NUMBERED,
        /** By a text column {@code key}. */
        TEXT
    }

    /**
     * How a child table's values are indexed.
     *
     * @param kind which index there is
     * @param prefix of {@link Kind#PREFIX}: how many characters of a value stand in it
     */
    public record Index(Kind kind, int prefix) {
        /** Which index there is. */
        public enum Kind {
            /** None: conditions are tested row by row. */
            NONE,
            /** On (partition, key, value, identity), without the partition if there is none. */
            VALUE,
            /** On (partition, key, left(value, prefix)), likewise. */
            PREFIX
        }

        /** No index. */
        public static final Index NONE = new Index(Kind.NONE, 0);
    }

    public KeyedFamily {
        aliases = List.copyOf(aliases);
        operators = Collections.unmodifiableSet(EnumSet.copyOf(operators));
    }

    /** Numbers under text keys. */
    public static KeyedFamily numbers(String name, String table) {
        return new KeyedFamily(
                name,
                List.of(),
                FieldType.REAL,
                table,
                Keys.TEXT,
                "",
                Index.NONE,
                false,
                Operator.NUMBER,
                true);
    }

    /** Texts under text keys. */
    public static KeyedFamily texts(String name, String table) {
        return new KeyedFamily(
                name,
                List.of(),
                FieldType.TEXT,
                table,
                Keys.TEXT,
                "",
                Index.NONE,
                false,
                Operator.TEXT,
                true);
    }

    /** The same with other words before the dot. */
    public KeyedFamily alsoNamed(String... others) {
        return new KeyedFamily(
                name,
                List.of(others),
                type,
                table,
                keys,
                partition,
                index,
                repeated,
                operators,
                orderable);
    }

    /** The same with keys that stand in {@code attribute_key}. */
    public KeyedFamily withNumberedKeys() {
        return new KeyedFamily(
                name,
                aliases,
                type,
                table,
                Keys.NUMBERED,
                partition,
                index,
                repeated,
                operators,
                orderable);
    }

    /** The same for a child table that repeats the entity's partition column. */
    public KeyedFamily partitionedBy(String column) {
        return new KeyedFamily(
                name, aliases, type, table, keys, column, index, repeated, operators, orderable);
    }

    /** The same with an index on whole values, see {@link Index.Kind#VALUE}. */
    public KeyedFamily indexed() {
        return new KeyedFamily(
                name,
                aliases,
                type,
                table,
                keys,
                partition,
                new Index(Index.Kind.VALUE, 0),
                repeated,
                operators,
                orderable);
    }

    /** The same with an index on the first characters, see {@link Index.Kind#PREFIX}. */
    public KeyedFamily indexed(int prefix) {
        return new KeyedFamily(
                name,
                aliases,
                type,
                table,
                keys,
                partition,
                new Index(Index.Kind.PREFIX, prefix),
                repeated,
                operators,
                orderable);
    }

    /** The same for a child table with several rows for one key. */
    public KeyedFamily canRepeat() {
        return new KeyedFamily(
                name, aliases, type, table, keys, partition, index, true, operators, orderable);
    }

    /** The same, but {@code order_by} cannot use it. */
    public KeyedFamily onlyFiltered() {
        return new KeyedFamily(
                name, aliases, type, table, keys, partition, index, repeated, operators, false);
    }

    @Override
    public boolean quotedNumbers() {
        return false;
    }

    @Override
    public String shown() {
        return name + ".<key>";
    }
}

package org.tandemml.registry.search;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.KeyedFamily.Keys;
import org.tandemml.registry.search.filter.FieldRef;

/** The numbers of the keys that a search names; a key that nobody has logged has none. */
record KeyNumbers(Map<String, Integer> numbers) {
    static KeyNumbers of(Search search, PlannedSql sql) {
        Stream<FieldRef> named =
                Stream.concat(
                        search.filter().conditions().map(condition -> condition.field()),
                        search.order().stream().map(term -> term.field()));
        Set<String> keys =
                named.filter(FieldRef.Keyed.class::isInstance)
                        .map(FieldRef.Keyed.class::cast)
                        .filter(keyed -> keyed.field().keys() == Keys.NUMBERED)
                        .map(FieldRef.Keyed::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        return keys.isEmpty() ? new KeyNumbers(Map.of()) : read(keys, sql);
    }

    private static KeyNumbers read(Collection<String> keys, PlannedSql sql) {
        Map<String, Integer> numbers = new HashMap<>();
        SqlText statement =
                new SqlText()
                        .add("SELECT name, key_id FROM attribute_key WHERE name = ANY (")
                        .bind(keys.toArray(String[]::new))
                        .add(")");
        sql.query(statement, row -> numbers.put(row.getString(1), row.getInt(2)));
        return new KeyNumbers(numbers);
    }

    /** What the child table's key column equals; null if nobody has logged the key. */
    @Nullable Object of(FieldRef.Keyed field) {
        return field.field().keys() == Keys.NUMBERED ? numbers.get(field.key()) : field.key();
    }

    /** That a child's row has this key, after an AND. */
    SqlText test(FieldRef.Keyed field, String child) {
        String column = field.field().keys() == Keys.NUMBERED ? "key_id" : "key";
        return new SqlText()
                .add(" AND ")
                .add(child)
                .add(".")
                .add(column)
                .add(" = ")
                .bind(of(field));
    }
}

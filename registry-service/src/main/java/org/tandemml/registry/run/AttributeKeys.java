package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tandemml.registry.database.Sql;

/**
 * The dictionary of the names of metrics, params and run tags. A name keeps its number for ever, so
 * a number that was once read needs not be read again, whatever other replicas do.
 *
 * <p>Nothing here may be called inside a transaction that could roll back: the number of a name
 * that it inserted would stay in memory and vanish from the database.
 */
@Singleton
final class AttributeKeys {
    private static final int MAX_REMEMBERED = 20_000;
    private static final String FIND =
            "SELECT name, key_id FROM attribute_key WHERE name = ANY (?::text[])";
    private static final String NAMES =
            "SELECT name, key_id FROM attribute_key WHERE key_id = ANY (?::int[])";
    private static final String INSERT =
            """
            INSERT INTO attribute_key (name) SELECT name FROM unnest(?::text[]) AS new (name)
            ON CONFLICT (name) DO NOTHING
            """;

    private final Sql sql;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    AttributeKeys(Sql sql) {
        this.sql = sql;
    }

    /** The numbers of those names that have one. */
    Map<String, Integer> find(Collection<String> wanted) {
        Map<String, Integer> found = new HashMap<>();
        Set<String> missing = new TreeSet<>();
        for (String name : wanted) {
            Integer number = numbers.get(name);
            if (number == null) {
                missing.add(name);
            } else {
                found.put(name, number);
            }
        }
        if (!missing.isEmpty()) {
            found.putAll(read(FIND, missing.toArray(String[]::new)));
        }
        return found;
    }

    /**
     * The numbers of all names; those that are new get one.
     *
     * @param beforeInserting called before the dictionary grows; it may refuse
     */
    Map<String, Integer> findOrAdd(Collection<String> wanted, Runnable beforeInserting) {
        Map<String, Integer> found = find(wanted);
        // Sorted, so that two writers of the same new names do not wait for each other.
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            beforeInserting.run();
            String[] added = missing.toArray(String[]::new);
            sql.update(INSERT, (Object) added);
            found.putAll(read(FIND, added));
        }
        return found;
    }

    /** The names of numbers that stand in other tables. */
    Map<Integer, String> names(Set<Integer> wanted) {
        Map<Integer, String> found = new HashMap<>();
        int[] missing =
                wanted.stream()
                        .filter(
                                number -> {
                                    String name = names.get(number);
                                    if (name != null) {
                                        found.put(number, name);
                                    }
                                    return name == null;
                                })
                        .mapToInt(Integer::intValue)
                        .toArray();
        if (missing.length > 0) {
            found.putAll(
                    read(NAMES, missing).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)));
        }
        return found;
    }

    private Map<String, Integer> read(String statement, Object wanted) {
        Map<String, Integer> read = new HashMap<>();
        sql.query(statement, row -> read.put(row.getString(1), row.getInt(2)), wanted);
        if (numbers.size() + read.size() > MAX_REMEMBERED) {
            numbers.clear();
            names.clear();
        }
        if (read.size() <= MAX_REMEMBERED) {
            read.forEach(
                    (name, number) -> {
                        numbers.put(name, number);
                        names.put(number, name);
                    });
        }
        return read;
    }
}

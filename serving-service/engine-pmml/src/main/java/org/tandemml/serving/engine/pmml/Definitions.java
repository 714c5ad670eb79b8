package org.tandemml.serving.engine.pmml;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What named things of one scope refer to: functions to functions, derived fields to fields. */
final class Definitions {
    private static final int MAX_CHAIN = 256;

    private final Map<String, Set<String>> references = new HashMap<>();

    void define(String name) {
        references.computeIfAbsent(name, key -> new HashSet<>());
    }

    void refer(String from, String to) {
        references.computeIfAbsent(from, key -> new HashSet<>()).add(to);
    }

    boolean has(String name) {
        return references.containsKey(name);
    }

    Collection<String> names() {
        return references.keySet();
    }

    /**
     * A name that leads back to itself, or whose chain of references is too long to follow; null if
     * there is none.
     */
    @Nullable String endless() {
        Map<String, Integer> open = new HashMap<>();
        Map<String, Set<String>> usedBy = new HashMap<>();
        Deque<String> settled = new ArrayDeque<>();
        references.forEach(
                (name, targets) -> {
                    int inside = 0;
                    for (String target : targets) {
                        if (references.containsKey(target)) {
                            usedBy.computeIfAbsent(target, key -> new HashSet<>()).add(name);
                            inside++;
                        }
                    }
                    open.put(name, inside);
                    if (inside == 0) {
                        settled.add(name);
                    }
                });
        Map<String, Integer> chain = new HashMap<>();
        while (!settled.isEmpty()) {
            String name = settled.remove();
            open.remove(name);
            int length = chain.getOrDefault(name, 1);
            if (length > MAX_CHAIN) {
                return name;
            }
            for (String user : usedBy.getOrDefault(name, Set.of())) {
                chain.merge(user, length + 1, Math::max);
                if (open.merge(user, -1, Integer::sum) == 0) {
                    settled.add(user);
                }
            }
        }
        return open.keySet().stream().sorted().findFirst().orElse(null);
    }
}

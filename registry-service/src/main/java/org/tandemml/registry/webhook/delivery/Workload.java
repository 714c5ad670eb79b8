package org.tandemml.registry.webhook.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is being sent how much at this moment by this process. A receiver gets a few messages at
 * once, one that failed last time gets one: however many are dead, the others find room.
 */
final class Workload {
    private static final int MAX = 64;
    private static final int MAX_FOR_ONE = 4;

    private final Map<Long, Integer> atWork = new HashMap<>();
    private final Set<Long> failing = new HashSet<>();
    private int total;

    /** How many more may begin. */
    synchronized int room() {
        return MAX - total;
    }

    /** The webhooks for which no more may begin. */
    synchronized List<Long> full() {
        return atWork.entrySet().stream()
                .filter(w -> w.getValue() >= (failing.contains(w.getKey()) ? 1 : MAX_FOR_ONE))
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized void begin(long webhook) {
        atWork.merge(webhook, 1, Integer::sum);
        total++;
    }

    /** An attempt ended well or badly; the work goes on or ends. */
    synchronized void attempted(long webhook, boolean accepted) {
        if (accepted) {
            failing.remove(webhook);
        } else {
            failing.add(webhook);
        }
    }

    synchronized void end(long webhook) {
        atWork.computeIfPresent(webhook, (w, n) -> n == 1 ? null : n - 1);
        total--;
    }

    synchronized boolean isIdle() {
        return total == 0;
    }
}

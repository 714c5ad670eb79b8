package org.tandemml.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many models of each format are served, exact and refused as they must be. */
final class ScoreReport {
    private final Map<String, Tally> formats = new TreeMap<>();
    private final List<String> misses = new ArrayList<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private int hostile;
    private int refused;

    private static final class Tally {
        int total;
        int served;
        int exact;
        int mustRefuse;
        int refused;
    }

    private Tally tally(String format) {
        return formats.computeIfAbsent(format, absent -> new Tally());
    }

    /**
     * Counts a model that is to be served.
     *
     * @param exact whether its answers are those of its trainer to the bit
     * @param problems what is wrong with them, one for each form of the input; empty if served
     */
    void good(String format, String name, boolean exact, List<String> problems) {
        Tally tally = tally(format);
        tally.total++;
        tally.exact += exact ? 1 : 0;
        if (problems.isEmpty()) {
            tally.served++;
        }
        problems.forEach(problem -> misses.add(name + ": " + problem));
    }

    /**
     * Counts an ordinary model that must be refused.
     *
     * @param reason for which it was; null if it was not
     */
    void mustBeRefused(String format, String name, @Nullable String reason) {
        Tally tally = tally(format);
        tally.mustRefuse++;
        if (reason == null) {
            misses.add(name + ": was not refused");
        } else {
            tally.refused++;
            refusals.put(name, reason);
        }
    }

    /**
     * Counts a hostile model.
     *
     * @param problems empty if it was refused and the good one before it went on answering
     * @param reason for which it was refused
     */
    void hostile(String name, List<String> problems, String reason) {
        hostile++;
        refusals.put("hostile/" + name, reason);
        if (problems.isEmpty()) {
            refused++;
        }
        problems.forEach(problem -> misses.add("hostile/" + name + ": " + problem));
    }

    /** Something that must not happen at all. */
    void violated(String what) {
        misses.add(what);
    }

    /** What misses, each by its name and with the reason. */
    List<String> misses() {
        return misses;
    }

    /** How many models there were, hostile ones included. */
    int total() {
        return hostile
                + formats.values().stream().mapToInt(tally -> tally.total + tally.mustRefuse).sum();
    }

    /** The reasons for which models were refused, by their names. */
    Map<String, String> refusals() {
        return refusals;
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%-10s %9s %9s %14s%n".formatted("format", "served", "exact", "must refuse"));
        Tally sum = new Tally();
        formats.forEach(
                (format, tally) -> {
                    text.append(line(format, tally));
                    sum.total += tally.total;
                    sum.served += tally.served;
                    sum.exact += tally.exact;
                    sum.mustRefuse += tally.mustRefuse;
                    sum.refused += tally.refused;
                });
        text.append(line("all", sum));
        text.append(
                "hostile: %d/%d refused while the version before went on answering%n"
                        .formatted(refused, hostile));
        text.append("misses: %d%n".formatted(misses.size()));
        misses.forEach(miss -> text.append("  ").append(miss).append('\n'));
        return text.toString();
    }

    private static String line(String format, Tally tally) {
        return "%-10s %9s %9s %14s%n"
                .formatted(
                        format,
                        tally.served + "/" + tally.total,
                        tally.exact + "/" + tally.total,
                        tally.mustRefuse == 0 ? "" : tally.refused + "/" + tally.mustRefuse);
    }
}

package org.tandemml.serving.engine.pmml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemml.serving.engine.pmml.Program.Result;

/** The methods that make one answer of the answers of several models. */
final class Ensembles {
    private Ensembles() {}

    /**
     * A model of an ensemble.
     *
     * @param predicate which rows it answers
     * @param result where its answer is
     */
    record Member(Predicate predicate, Result result, double weight) {
        boolean answers(double[] values) {
            return predicate.test(values) == Predicate.TRUE;
        }
    }

    /** Makes one number of many; NaN if a member that should answer does not. */
    @FunctionalInterface
    interface Numbers {
        /**
         * @param scratch the first of two slots for each member, to be written to
         */
        double of(Member[] members, double[] values, int scratch);
    }

    /** Makes one label and its probabilities of many; none if a member does not answer. */
    @FunctionalInterface
    interface Classes {
        void of(Member[] members, double[] values, Result result);
    }

    /**
     * How the members of a regression are combined.
     *
     * @param strict whether a member without an answer leaves the whole without one also where the
     *     method could do without it
     */
    static Numbers numbers(String method, boolean single, boolean strict)
            throws NotCompiledException {
        return switch (method) {
            case "sum" -> (members, values, scratch) -> sum(members, values, false, single);
            case "weightedSum", "x-weightedSum" ->
                    (members, values, scratch) -> sum(members, values, true, single);
            case "average" ->
                    (members, values, scratch) ->
                            sum(members, values, false, single) / weights(members, values, false);
            case "weightedAverage" ->
                    (members, values, scratch) ->
                            sum(members, values, true, single) / weights(members, values, true);
            case "median" -> (members, values, scratch) -> median(members, values, scratch, strict);
            case "weightedMedian", "x-weightedMedian" ->
                    (members, values, scratch) -> weightedMedian(members, values, scratch, strict);
            case "selectFirst" ->
                    (members, values, scratch) -> {
                        Member first = first(members, values);
                        return first == null ? Double.NaN : values[first.result.value()];
                    };
            default -> throw new NotCompiledException("the method " + method);
        };
    }

    /**
     * How the members of a classification are combined.
     *
     * @param strict whether a member without an answer leaves the whole without one; else it is
     *     left out
     */
    static Classes classes(String method, boolean strict) throws NotCompiledException {
        return switch (method) {
            case "majorityVote" ->
                    (members, values, to) -> vote(members, values, to, false, strict);
            case "weightedMajorityVote" ->
                    (members, values, to) -> vote(members, values, to, true, strict);
            case "average" -> (members, values, to) -> average(members, values, to, false, strict);
            case "weightedAverage" ->
                    (members, values, to) -> average(members, values, to, true, strict);
            case "selectFirst" ->
                    (members, values, to) -> {
                        Member first = first(members, values);
                        if (first == null) {
                            Labelled.nothing(to, values);
                        } else {
                            System.arraycopy(
                                    values,
                                    first.result.value(),
                                    values,
                                    to.value(),
                                    1 + to.labels());
                        }
                    };
            default -> throw new NotCompiledException("the method " + method);
        };
    }

    private static @Nullable Member first(Member[] members, double[] values) {
        for (Member member : members) {
            if (member.answers(values)) {
                return member;
            }
        }
        return null;
    }

    private static double sum(Member[] members, double[] values, boolean weighted, boolean single) {
        double sum = 0;
        int count = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                double value = values[member.result.value()];
                double next = sum + (weighted ? member.weight * value : value);
                sum = single ? (float) next : next;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum;
    }

    private static double weights(Member[] members, double[] values, boolean weighted) {
        double sum = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                sum += weighted ? member.weight : 1;
            }
        }
        return sum;
    }

    private static double median(Member[] members, double[] values, int scratch, boolean strict) {
        int count = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                double value = values[member.result.value()];
                if (value != value) {
                    if (strict) {
                        return value;
                    }
                    continue;
                }
                values[scratch + count++] = value;
            }
        }
        return count == 0 ? Double.NaN : middle(values, scratch, count);
    }

    /** The median of so many numbers, which are sorted where they are. */
    static double middle(double[] values, int from, int count) {
        Arrays.sort(values, from, from + count);
        double upper = values[from + count / 2];
        return count % 2 == 1 ? upper : (values[from + count / 2 - 1] + upper) / 2;
    }

    /** The first of the sorted answers up to which there is half of the weight. */
    private static double weightedMedian(
            Member[] members, double[] values, int scratch, boolean strict) {
        int weights = scratch + members.length;
        int count = 0;
        double total = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                double value = values[member.result.value()];
                if (value != value) {
                    if (strict) {
                        return value;
                    }
                    continue;
                }
                int at = count++;
                for (; at > 0 && values[scratch + at - 1] > value; at--) {
                    values[scratch + at] = values[scratch + at - 1];
                    values[weights + at] = values[weights + at - 1];
                }
                values[scratch + at] = value;
                values[weights + at] = member.weight;
                total += member.weight;
            }
        }
        double reached = 0;
        for (int i = 0; i < count; i++) {
            reached += values[weights + i];
            if (reached >= total / 2) {
                return values[scratch + i];
            }
        }
        return Double.NaN;
    }

    private static void vote(
            Member[] members, double[] values, Result to, boolean weighted, boolean strict) {
        Arrays.fill(values, to.probabilities(), to.probabilities() + to.labels(), 0);
        double total = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                double label = values[member.result.value()];
                double weight = weighted ? member.weight : 1;
                if (label == label) {
                    values[to.probabilities() + (int) label] += weight;
                    total += weight;
                } else if (strict) {
                    Labelled.nothing(to, values);
                    return;
                }
            }
        }
        share(to, values, total);
    }

    private static void average(
            Member[] members, double[] values, Result to, boolean weighted, boolean strict) {
        Arrays.fill(values, to.probabilities(), to.probabilities() + to.labels(), 0);
        double total = 0;
        for (Member member : members) {
            if (member.answers(values)) {
                double weight = weighted ? member.weight : 1;
                if (Double.isNaN(values[member.result.value()])) {
                    if (strict) {
                        Labelled.nothing(to, values);
                        return;
                    }
                    continue;
                }
                for (int label = 0; label < to.labels(); label++) {
                    values[to.probabilities() + label] +=
                            weight * values[member.result.probabilities() + label];
                }
                total += weight;
            }
        }
        share(to, values, total);
    }

    /** Turns weights of labels into shares of their total, and decides. */
    static void share(Result to, double[] values, double total) {
        for (int label = 0; label < to.labels(); label++) {
            values[to.probabilities() + label] /= total;
        }
        Labelled.decide(to, values);
        if (Double.isNaN(values[to.value()])) {
            Labelled.nothing(to, values);
        }
    }
}

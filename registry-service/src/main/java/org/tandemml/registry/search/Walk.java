package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.Slice.Range;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;

/**
 * Reads the rows of one page in the order of indexes, from the position where it begins. Nothing
 * before that position is read, and what is read after it is bounded:
 *
 * <ul>
 *   <li>The values that an index holds are read in windows of so many entries. A window ends
 *       between two values, so that rows equal in the first key are sorted among themselves.
 *   <li>A value that fills a whole window is read by itself: its rows are walked in the order of
 *       the next key.
 *   <li>After the values come NaN, then the rows that lack the key, each in the order of the next
 *       key.
 *   <li>When many entries have been read and the page is not full, matches are rare: they are
 *       looked for once without an order, and if they are few, they are sorted.
 * </ul>
 *
 * <p>Not for threads.
 *
 * @param <T> what a row becomes
 */
final class Walk<T> {
    /** A row, and its place in the order. */
    record Found<T>(T item, List<@Nullable Object> position) {}

    /** Windows grow, so that a long walk needs few statements. */
    private static final int GROWTH = 4;

    private final Search search;
    private final Scope scope;
    private final Statements statements;
    private final Candidates candidates;
    private final Limits limits;
    private final PlannedSql sql;
    private final Sql.Row<T> row;
    private final List<Found<T>> found = new ArrayList<>();
    private final int wanted;
    private long entries;
    private boolean lookedAtEach;
    private boolean lookedAtAll;

    Walk(
            Search search,
            Scope scope,
            Statements statements,
            Candidates candidates,
            Limits limits,
            PlannedSql sql,
            Sql.Row<T> row) {
        this.search = search;
        this.scope = scope;
        this.statements = statements;
        this.candidates = candidates;
        this.limits = limits;
        this.sql = sql;
        this.row = row;
        this.wanted = search.maxResults() + 1;
    }

    /**
     * One row more than a page holds, if there are so many.
     *
     * @param after the position after which they begin; null: the first rows
     */
    List<Found<T>> read(@Nullable List<@Nullable Object> after) {
        if (!candidates.areFew()) {
            if (!canLook() || !isIndexed(0)) {
                lookAtEach();
            }
            walk(Slice.EVERYTHING, after);
        }
        if (candidates.areFew()) {
            found.clear();
            fetch(Slice.EVERYTHING, after);
        }
        return found;
    }

    private boolean isIndexed(int place) {
        return statements.driver(place) != null
                || search.order().get(place).field() instanceof FieldRef.Of of
                        && of.field().access() == Attribute.Access.ORDER;
    }

    private boolean isDone() {
        return found.size() >= wanted || candidates.areFew();
    }

    private void fetch(Slice slice, @Nullable List<@Nullable Object> after) {
        List<SortKey> keys = statements.keysOf(slice);
        SqlText statement = statements.rows(slice, candidates, after, wanted - found.size());
        found.addAll(
                sql.query(
                        statement,
                        result -> {
                            T item = row.read(result);
                            List<@Nullable Object> position = new ArrayList<>(slice.fixed());
                            for (SortKey key : keys) {
                                position.add(key.read(result));
                            }
                            return new Found<>(item, position);
                        }));
    }

    /** Reads a slice whose fixed keys' order an index may continue. */
    private void walk(Slice slice, @Nullable List<@Nullable Object> after) {
        int place = slice.fixed().size();
        FieldRef field = search.order().get(place).field();
        boolean last = place == search.order().size() - 1;
        if (last || !isIndexed(place)) {
            fetch(slice, after);
            return;
        }
        Object start = after == null ? null : after.get(place);
        boolean beginsAtMissing = after != null && start == null || mustBeMissing(field);
        boolean beginsAtNan = SortKey.isNan(start);
        if (!beginsAtMissing && !beginsAtNan) {
            walkValues(slice, after);
        }
        boolean real = field.field().type() == FieldType.REAL;
        if (real && !beginsAtMissing && !isDone()) {
            walkNan(slice, beginsAtNan ? after : null);
        }
        if (!isDone() && mayBeMissing(field)) {
            walk(slice.at(null), after != null && start == null ? after : null);
        }
    }

    private boolean mustBeMissing(FieldRef field) {
        return search.topLevel().contains(new Expression.Not(new Expression.Present(field)));
    }

    private boolean mayBeMissing(FieldRef field) {
        if (field instanceof FieldRef.Of of) {
            return of.field().nullable();
        }
        return search.topLevel().stream()
                .noneMatch(
                        part ->
                                part instanceof Expression.Condition condition
                                        && condition.field().equals(field));
    }

    private record Ends(@Nullable Object first, @Nullable Object later) {}

    private Ends look(Slice slice, Range range, int later) {
        int place = slice.fixed().size();
        SortKey key = statements.leading(place);
        return sql.query(
                        statements.look(place, range, later),
                        result ->
                                new Ends(
                                        key.read(result, "first_value"),
                                        key.read(result, "later_value")))
                .get(0);
    }

    private void walkValues(Slice slice, @Nullable List<@Nullable Object> after) {
        int place = slice.fixed().size();
        if (!canLook()) {
            fetch(slice.in(Range.ALL), after);
            return;
        }
        SortKey key = statements.leading(place);
        String from = key.ascending() ? ">" : "<";
        String to = key.ascending() ? "<" : ">";
        Object start = after == null ? null : key.indexed(after.get(place));
        Range rest = start == null ? Range.ALL : Range.ALL.and(from + "=", start);
        @Nullable List<@Nullable Object> position = after;
        int window = Math.max(limits.window(), GROWTH * wanted);
        while (!isDone()) {
            Ends ends = look(slice, rest, window);
            if (ends.first() == null) {
                return;
            }
            if (ends.later() == null) {
                fetch(slice.in(rest), position);
                return;
            }
            boolean filled = ends.later().equals(ends.first());
            if (filled) {
                walkOne(slice, key, ends.first(), ends.first().equals(start) ? position : null);
                rest = Range.ALL.and(from, ends.first());
            } else {
                fetch(slice.in(rest.and(to, ends.later())), position);
                rest = Range.ALL.and(from + "=", ends.later());
            }
            position = null;
            count(window);
            window = (int) Math.min((long) window * GROWTH, Integer.MAX_VALUE);
        }
    }

    /** Reads the rows of one value, which are at least a window. */
    private void walkOne(
            Slice slice, SortKey key, Object value, @Nullable List<@Nullable Object> after) {
        if (key.isWhole(value)) {
            walk(slice.at(value), after);
        } else {
            fetch(slice.in(Range.ALL.and("=", value)), after);
        }
    }

    private void walkNan(Slice slice, @Nullable List<@Nullable Object> after) {
        boolean few = !canLook() || look(slice, Range.NAN, limits.window()).later() == null;
        if (few) {
            fetch(slice.in(Range.NAN), after);
        } else {
            walk(slice.at(Double.NaN), after);
        }
    }

    /**
     * Several partitions are several ranges of an index; it cannot be asked where a window ends.
     */
    private boolean canLook() {
        List<Long> partitions = scope.partitions();
        return partitions == null || partitions.size() == 1;
    }

    /** Counts what was read, and looks for matches otherwise if the page fills too slowly. */
    private void count(int window) {
        entries += window;
        if (isDone()) {
            return;
        }
        if (!lookedAtEach && found.size() * (long) limits.patience() < wanted * entries) {
            lookAtEach();
        }
        if (!lookedAtAll && entries >= limits.patience() && !isDone()) {
            lookedAtAll = true;
            candidates.lookAtAll(sql);
        }
    }

    private void lookAtEach() {
        lookedAtEach = true;
        candidates.lookAtEach(sql);
    }
}

package org.tandemml.registry.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Expression;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.FilterParser;
import org.tandemml.registry.search.filter.OrderParser;
import org.tandemml.registry.search.filter.OrderTerm;

/** A search that was read and checked, ready for the {@link Searcher}. */
public final class Search {
    private final SearchFields fields;
    private final String filterText;
    private final Expression filter;
    private final List<OrderTerm> order;
    private final int maxResults;
    private final @Nullable String pageToken;

    private Search(
            SearchFields fields,
            String filterText,
            Expression filter,
            List<OrderTerm> order,
            int maxResults,
            @Nullable String pageToken) {
        this.fields = fields;
        this.filterText = filterText;
        this.filter = filter;
        this.order = order;
        this.maxResults = maxResults;
        this.pageToken = pageToken;
    }

    private static Search of(
            SearchFields fields,
            @Nullable String filter,
            List<OrderTerm> order,
            int maxResults,
            @Nullable String pageToken) {
        String text = filter == null ? "" : filter;
        return new Search(
                fields,
                text,
                FilterParser.parse(fields, text),
                complete(fields, order),
                maxResults,
                pageToken == null || pageToken.isEmpty() ? null : pageToken);
    }

    /**
     * Reads a search whose order is text.
     *
     * @param filter null or empty: everything
     * @param orderBy elements {@code field [ASC|DESC]}; empty: the entity's default
     * @param maxResults the size of a page, already checked (see {@link MaxResults})
     * @param pageToken null or empty: the first page
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} that says where
     *     and what was expected
     */
    public static Search parse(
            SearchFields fields,
            @Nullable String filter,
            List<String> orderBy,
            int maxResults,
            @Nullable String pageToken) {
        return of(fields, filter, OrderParser.parse(fields, orderBy), maxResults, pageToken);
    }

    /** The same for an order of objects; see {@link OrderParser#field}. */
    public static Search ordered(
            SearchFields fields,
            @Nullable String filter,
            List<OrderTerm> order,
            int maxResults,
            @Nullable String pageToken) {
        return of(fields, filter, OrderParser.check(order), maxResults, pageToken);
    }

    private static List<OrderTerm> complete(SearchFields fields, List<OrderTerm> given) {
        List<OrderTerm> all =
                new ArrayList<>(
                        given.isEmpty() ? OrderParser.parse(fields, fields.defaultOrder()) : given);
        for (OrderTerm term : OrderParser.parse(fields, fields.tieBreak())) {
            if (all.stream().noneMatch(other -> other.field().equals(term.field()))) {
                all.add(term);
            }
        }
        return all;
    }

    /** All conditions on this key of this family. */
    public List<Expression.Condition> about(String family, String key) {
        return filter.conditions().filter(condition -> isAbout(condition, family, key)).toList();
    }

    /** Those of them that every match meets. */
    public List<Expression.Condition> required(String family, String key) {
        return topLevel().stream()
                .filter(Expression.Condition.class::isInstance)
                .map(Expression.Condition.class::cast)
                .filter(condition -> isAbout(condition, family, key))
                .toList();
    }

    /** The same search without the conditions that {@link #required} answers. */
    public Search without(String family, String key) {
        List<Expression> rest =
                topLevel().stream()
                        .filter(
                                part ->
                                        !(part instanceof Expression.Condition condition
                                                && isAbout(condition, family, key)))
                        .toList();
        return new Search(
                fields, filterText, new Expression.And(rest), order, maxResults, pageToken);
    }

    private static boolean isAbout(Expression.Condition condition, String family, String key) {
        return condition.field() instanceof FieldRef.Keyed keyed
                && keyed.field().name().equals(family)
                && keyed.key().equals(key);
    }

    SearchFields fields() {
        return fields;
    }

    /** The parts that every match meets, all of them. */
    List<Expression> topLevel() {
        return filter instanceof Expression.And and ? and.parts() : List.of(filter);
    }

    Expression filter() {
        return filter;
    }

    /** The order with its tie-break: no two rows are equal in it. */
    List<OrderTerm> order() {
        return order;
    }

    List<FieldType> orderTypes() {
        return order.stream().map(term -> term.field().field().type()).toList();
    }

    int maxResults() {
        return maxResults;
    }

    @Nullable String pageToken() {
        return pageToken;
    }

    /** All that a page token must be faithful to. */
    String fingerprint() {
        return fields.noun() + "|" + filterText + "|" + order;
    }
}

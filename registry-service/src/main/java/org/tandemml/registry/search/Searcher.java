package org.tandemml.registry.search;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.FieldType;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.FieldRef;
import org.tandemml.registry.search.filter.OrderTerm;

/** Runs searches of any entity. */
@Singleton
public final class Searcher {
    private final Sql sql;

    public Searcher(Sql sql) {
        this.sql = sql;
    }

    private record Found<T>(T item, List<@Nullable Object> position) {}

    /**
     * One page.
     *
     * @param search what is asked for
     * @param scope what may be seen
     * @param columns what to select, with the aliases of {@link SearchFields#from}, for example
     *     {@code r.run_id, r.run_name}
     * @param row reads these columns
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if the page token
     *     is not one of this search
     */
    public <T> Page<T> page(Search search, Scope scope, String columns, Sql.Row<T> row) {
        long digest = PageToken.digest(search.fingerprint() + "|" + scope.fingerprint());
        List<Long> partitions = scope.partitions();
        KeyNumbers keys = KeyNumbers.of(search, sql);
        SqlText joins = new SqlText();
        List<SortKey> order = sortKeys(search, keys, joins);
        List<@Nullable Object> after =
                search.pageToken() == null
                        ? null
                        : PageToken.read(
                                search.pageToken(),
                                digest,
                                order.stream().map(SortKey::type).toList());
        if (partitions != null && partitions.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        SqlText statement = statement(search, scope, columns, keys, joins, order, after);
        List<Found<T>> found =
                sql.query(
                        statement.text(),
                        result -> {
                            T item = row.read(result);
                            List<@Nullable Object> position = new ArrayList<>();
                            for (SortKey key : order) {
                                position.add(key.read(result));
                            }
                            return new Found<>(item, position);
                        },
                        statement.binds());
        boolean more = found.size() > search.maxResults();
        List<Found<T>> page = more ? found.subList(0, search.maxResults()) : found;
        String token = more ? PageToken.write(digest, page.get(page.size() - 1).position()) : null;
        return new Page<>(page.stream().map(Found::item).toList(), token);
    }

    private static SqlText statement(
            Search search,
            Scope scope,
            String columns,
            KeyNumbers keys,
            SqlText joins,
            List<SortKey> order,
            @Nullable List<@Nullable Object> after) {
        SearchFields fields = search.fields();
        SqlText text = new SqlText().add("SELECT ").add(columns);
        order.forEach(key -> text.add(", ").add(key.sql()).add(" AS ").add(key.label()));
        text.add(" FROM ").add(fields.from()).add(joins).add(" WHERE TRUE");
        List<Long> partitions = scope.partitions();
        if (partitions != null) {
            text.add(" AND ").add(fields.partition()).add(" = ANY (");
            text.bind(partitions.stream().mapToLong(Long::longValue).toArray()).add(")");
        }
        scope.appendConditions(text);
        text.add(" AND ").add(new Conditions(fields, keys).compile(search.filter()));
        if (after != null) {
            text.add(" AND ").add(beyond(order, after, 0));
        }
        text.add(" ORDER BY ");
        String separator = "";
        for (SortKey key : order) {
            text.add(separator).add(key.order());
            separator = ", ";
        }
        return text.add(" LIMIT ").bind(search.maxResults() + 1);
    }

    private static SqlText beyond(List<SortKey> order, List<@Nullable Object> after, int from) {
        SortKey key = order.get(from);
        Object value = after.get(from);
        SqlText test = new SqlText().add("(").add(key.after(value));
        if (from + 1 < order.size()) {
            test.add(" OR ").add(key.same(value)).add(" AND ").add(beyond(order, after, from + 1));
        }
        return test.add(")");
    }

    private static List<SortKey> sortKeys(Search search, KeyNumbers keys, SqlText joins) {
        List<SortKey> order = new ArrayList<>();
        for (OrderTerm term : search.order()) {
            String label = "sort_" + order.size();
            String value;
            boolean nullable = true;
            FieldType type = term.field().field().type();
            if (term.field() instanceof FieldRef.Keyed keyed) {
                value = label + ".value";
                joins.add(join(search.fields(), keys, term, keyed, label));
            } else {
                Attribute attribute = ((FieldRef.Of) term.field()).field();
                value = attribute.sql();
                nullable = attribute.nullable();
            }
            order.add(new SortKey(value, label, type, term.ascending(), nullable));
        }
        return order;
    }

    private static SqlText join(
            SearchFields fields,
            KeyNumbers keys,
            OrderTerm term,
            FieldRef.Keyed field,
            String label) {
        SqlText join =
                new SqlText()
                        .add(" LEFT JOIN LATERAL (SELECT c.value FROM ")
                        .add(field.field().table())
                        .add(" c WHERE ")
                        .add(new Conditions(fields, keys).joined("c"))
                        .add(" AND c.")
                        .add(KeyNumbers.column(field))
                        .add(" = ")
                        .bind(keys.of(field));
        if (!term.datasetName().isEmpty()) {
            join.add(" AND c.dataset_name = ").bind(term.datasetName());
        }
        if (!term.datasetDigest().isEmpty()) {
            join.add(" AND c.dataset_digest = ").bind(term.datasetDigest());
        }
        if (field.field().repeated()) {
            join.add(" ORDER BY c.timestamp DESC, c.step DESC, c.value DESC LIMIT 1");
        }
        return join.add(") ").add(label).add(" ON TRUE");
    }
}

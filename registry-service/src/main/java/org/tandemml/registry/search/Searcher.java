package org.tandemml.registry.search;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.SortKey.Form;

/** Runs searches of any entity. */
@Singleton
public final class Searcher {
    private final PlannedSql sql;

    public Searcher(Sql sql) {
        this.sql = new PlannedSql(sql);
    }

    private record Found<T>(T item, List<@Nullable Object> position) {}

    /**
     * One page.
     *
     * @param search what is asked for
     * @param scope what may be seen
     * @param columns what to select, with the aliases of {@link
     *     org.tandemml.registry.search.fields.SearchFields#from}, for example {@code r.run_id,
     *     r.run_name}; their names are distinct
     * @param row reads these columns
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if the page token
     *     is not one of this search
     */
    public <T> Page<T> page(Search search, Scope scope, String columns, Sql.Row<T> row) {
        long digest = PageToken.digest(search.fingerprint() + "|" + scope.fingerprint());
        List<@Nullable Object> after =
                search.pageToken() == null
                        ? null
                        : PageToken.read(search.pageToken(), digest, search.orderTypes());
        if (scope.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        KeyNumbers keys = KeyNumbers.of(search, sql);
        Candidates candidates = Candidates.of(search, keys, scope, sql);
        if (candidates.none()) {
            return new Page<>(List.of(), null);
        }
        Reading reading = new Reading(search, scope, columns, keys, candidates);
        List<Found<T>> found = read(reading, after, search.maxResults() + 1, row);
        boolean more = found.size() > search.maxResults();
        List<Found<T>> page = more ? found.subList(0, search.maxResults()) : found;
        String token = more ? PageToken.write(digest, page.get(page.size() - 1).position()) : null;
        return new Page<>(page.stream().map(Found::item).toList(), token);
    }

    private <T> List<Found<T>> read(
            Reading reading, @Nullable List<@Nullable Object> after, int limit, Sql.Row<T> row) {
        List<Form> forms = reading.forms();
        int from = after == null ? 0 : forms.indexOf(Reading.formAt(forms, after));
        List<Found<T>> found = new ArrayList<>();
        for (int i = from; i < forms.size() && found.size() < limit; i++) {
            SqlText statement =
                    reading.statement(forms.get(i), i == from ? after : null, limit - found.size());
            found.addAll(
                    sql.query(
                            statement,
                            result -> {
                                T item = row.read(result);
                                List<@Nullable Object> position = new ArrayList<>();
                                for (SortKey key : reading.order()) {
                                    position.add(key.read(result));
                                }
                                return new Found<>(item, position);
                            }));
        }
        return found;
    }
}

package org.tandemml.registry.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.registry.database.Sql;

/** Runs searches of any entity. */
@Singleton
public final class Searcher {
    private final PlannedSql sql;
    private final Limits limits;

    @Inject
    public Searcher(Sql sql) {
        this(sql, Limits.STANDARD);
    }

    Searcher(Sql sql, Limits limits) {
        this.sql = new PlannedSql(sql);
        this.limits = limits;
    }

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
        Candidates candidates = Candidates.of(search, scope, keys, limits, sql);
        if (candidates.none()) {
            return new Page<>(List.of(), null);
        }
        Statements statements = new Statements(search, scope, columns, keys, limits);
        Walk<T> walk = new Walk<>(search, scope, statements, candidates, limits, sql, row);
        List<Walk.Found<T>> found = walk.read(after);
        boolean more = found.size() > search.maxResults();
        List<Walk.Found<T>> page = more ? found.subList(0, search.maxResults()) : found;
        String token = more ? PageToken.write(digest, page.get(page.size() - 1).position()) : null;
        return new Page<>(page.stream().map(Walk.Found::item).toList(), token);
    }
}

package org.tandemml.registry.experiment;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.registry.database.Snapshot;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Searches experiments. */
@Singleton
public class ExperimentSearch {
    /** The largest page. */
    public static final int MAX_PAGE = 50_000;

    /** What can be searched of experiments. */
    public static final SearchFields FIELDS =
            SearchFields.of("experiment", "experiments e")
                    .identity("e", "experiment_id")
                    .attribute(Attribute.text("name", "e.name").hasIndex())
                    .attribute(Attribute.integer("creation_time", "e.creation_time").hasIndex())
                    .attribute(Attribute.integer("last_update_time", "e.last_update_time"))
                    .attribute(
                            Attribute.integer("experiment_id", "e.experiment_id")
                                    .canBeQuoted()
                                    .hasIndex())
                    .family(
                            KeyedFamily.texts("tags", "experiment_tags")
                                    .alsoNamed("tag")
                                    .indexed(128))
                    .defaultOrder("creation_time DESC")
                    .tieBreak("experiment_id")
                    .build();

    private static final String COLUMNS =
            "e.experiment_id, e.name, e.artifact_location, e.lifecycle_stage, e.creation_time,"
                    + " e.last_update_time";
    private static final String TAGS =
            """
            SELECT experiment_id, key, value FROM experiment_tags
            WHERE experiment_id = ANY (?::bigint[])
            """;

    private final Searcher searcher;
    private final Sql sql;
    private final Snapshot snapshot;

    ExperimentSearch(Searcher searcher, Sql sql, Snapshot snapshot) {
        this.searcher = searcher;
        this.sql = sql;
        this.snapshot = snapshot;
    }

    /**
     * One page of the experiments that match.
     *
     * @param maxResults the size of the page, 1 to {@link #MAX_PAGE}
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for a malformed
     *     filter, order or token
     */
    public Page<Experiment> search(
            ViewType view,
            @Nullable String filter,
            List<String> orderBy,
            int maxResults,
            @Nullable String pageToken) {
        Scope scope = view.limit(Scope.everything(), "e.lifecycle_stage");
        Search search = Search.parse(FIELDS, filter, orderBy, maxResults, pageToken);
        return snapshot.read(
                () -> {
                    Page<Experiment> page =
                            searcher.page(search, scope, COLUMNS, ExperimentSearch::read);
                    Map<Long, Map<String, String>> tags = tagsOf(page.items());
                    return page.map(experiment -> withTags(experiment, tags));
                });
    }

    private Map<Long, Map<String, String>> tagsOf(List<Experiment> experiments) {
        Map<Long, Map<String, String>> tags = new HashMap<>();
        if (experiments.isEmpty()) {
            return tags;
        }
        sql.query(
                TAGS,
                row ->
                        tags.computeIfAbsent(row.getLong(1), id -> new HashMap<>())
                                .put(row.getString(2), row.getString(3)),
                experiments.stream().mapToLong(e -> e.id().value()).toArray());
        return tags;
    }

    private static Experiment withTags(
            Experiment experiment, Map<Long, Map<String, String>> tagsById) {
        return new Experiment(
                experiment.id(),
                experiment.name(),
                experiment.artifactLocation(),
                experiment.lifecycle(),
                experiment.creationTime(),
                experiment.lastUpdateTime(),
                ExperimentTags.sorted(tagsById.getOrDefault(experiment.id().value(), Map.of())));
    }

    private static Experiment read(ResultSet row) throws SQLException {
        return new Experiment(
                new ExperimentId(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                Lifecycle.ofWireName(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                List.of());
    }
}

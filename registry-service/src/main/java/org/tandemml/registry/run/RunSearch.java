package org.tandemml.registry.run;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.registry.database.Snapshot;
import org.tandemml.registry.experiment.ViewType;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Searches runs. */
@Singleton
public class RunSearch {
    /** The largest page. */
    public static final int MAX_PAGE = 50_000;

    private static final String OF_DATASETS =
            "SELECT 1 FROM run_datasets link JOIN datasets dataset USING (dataset_id)"
                    + " WHERE link.run_number = r.run_number AND";
    private static final String OF_CONTEXTS =
            "SELECT 1 FROM run_dataset_tags context WHERE context.run_number = r.run_number"
                    + " AND context.key = 'mlflow.data.context' AND";

    /** What can be searched of runs. */
    public static final SearchFields FIELDS =
            SearchFields.of("run", "runs r")
                    .identity("r", "run_number")
                    .partition("r.experiment_id")
                    .entity("", "run")
                    .attribute(Attribute.text("run_id", "r.run_id").canBeFound())
                    .attribute(
                            Attribute.text("run_name", "r.run_name")
                                    .alsoNamed("run name", "Run name", "Run Name")
                                    .hasIndex())
                    .attribute(Attribute.text("status", "r.status").hasIndex())
                    .attribute(Attribute.text("user_id", "r.user_id").hasIndex())
                    .attribute(Attribute.text("artifact_uri", "r.artifact_uri"))
                    .attribute(
                            Attribute.integer("start_time", "r.start_time")
                                    .alsoNamed("created", "Created")
                                    .hasIndex())
                    .attribute(Attribute.integer("end_time", "r.end_time").canBeNull().hasIndex())
                    .attribute(dataset("name", "dataset.name", OF_DATASETS))
                    .attribute(dataset("digest", "dataset.digest", OF_DATASETS))
                    .attribute(dataset("context", "context.value", OF_CONTEXTS))
                    .entity("dataset", "datasets")
                    .family(
                            KeyedFamily.numbers("metrics", "latest_metrics")
                                    .alsoNamed("metric")
                                    .withNumberedKeys()
                                    .partitionedBy("experiment_id")
                                    .indexed())
                    .family(
                            KeyedFamily.texts("params", "params")
                                    .alsoNamed("param", "parameter", "parameters")
                                    .withNumberedKeys()
                                    .partitionedBy("experiment_id")
                                    .indexed(128))
                    .family(
                            KeyedFamily.texts("tags", "run_tags")
                                    .alsoNamed("tag")
                                    .withNumberedKeys()
                                    .partitionedBy("experiment_id")
                                    .indexed(128))
                    .defaultOrder("start_time DESC")
                    .tieBreak("start_time DESC", "run_id")
                    .build();

    private final Searcher searcher;
    private final RunAssembly assembly;
    private final Snapshot snapshot;

    RunSearch(Searcher searcher, RunAssembly assembly, Snapshot snapshot) {
        this.searcher = searcher;
        this.assembly = assembly;
        this.snapshot = snapshot;
    }

    private static Attribute dataset(String name, String column, String within) {
        return Attribute.text(name, column).onlyFiltered().of("dataset", within);
    }

    /**
     * One page of the runs that match.
     *
     * @param maxResults the size of the page, 1 to {@link #MAX_PAGE}
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for a malformed
     *     filter, order or token
     */
    public Page<Run> search(
            List<ExperimentId> experiments,
            ViewType view,
            @Nullable String filter,
            List<String> orderBy,
            int maxResults,
            @Nullable String pageToken) {
        List<Long> ids = experiments.stream().map(ExperimentId::value).toList();
        Scope scope = view.limit(Scope.within(ids), "r.lifecycle_stage");
        Search search = Search.parse(FIELDS, filter, orderBy, maxResults, pageToken);
        return snapshot.read(
                () -> {
                    Page<RunRow> page = searcher.page(search, scope, RunRow.COLUMNS, RunRow::read);
                    return new Page<>(assembly.assemble(page.items()), page.nextPageToken());
                });
    }
}

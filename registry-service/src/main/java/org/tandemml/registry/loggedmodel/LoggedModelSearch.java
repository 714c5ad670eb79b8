package org.tandemml.registry.loggedmodel;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.ExperimentId;
import org.tandemml.registry.database.Snapshot;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.OrderParser;
import org.tandemml.registry.search.filter.OrderTerm;

/** Searches logged models. */
@Singleton
public class LoggedModelSearch {
    private static final String METRICS = "metrics";

    // The words that clients know; one is stored under another.
    private static final String STATUS =
            "CASE m.status WHEN 'UPLOAD_FAILED' THEN 'FAILED' ELSE m.status END";

    /** What can be searched of logged models. */
    public static final SearchFields FIELDS =
            SearchFields.of("logged model", "logged_models m")
                    .identity("m", "model_number")
                    .partition("m.experiment_id")
                    .attribute(Attribute.text("name", "m.name").hasIndex())
                    .attribute(Attribute.text("model_id", "m.model_id").canBeFound())
                    .attribute(Attribute.text("model_type", "NULLIF(m.model_type, '')").canBeNull())
                    .attribute(
                            Attribute.text("source_run_id", "NULLIF(m.source_run_id, '')")
                                    .canBeNull()
                                    .canBeFound())
                    .attribute(Attribute.text("experiment_id", "m.experiment_id::text"))
                    .attribute(
                            Attribute.text("status", STATUS)
                                    .oneOf(List.of("UNSPECIFIED", "PENDING", "READY", "FAILED")))
                    .attribute(Attribute.text("artifact_location", "m.artifact_location"))
                    .attribute(
                            Attribute.integer("creation_timestamp", "m.creation_time")
                                    .alsoNamed("creation_time")
                                    .hasIndex())
                    .attribute(
                            Attribute.integer("last_updated_timestamp", "m.last_updated_time")
                                    .alsoNamed("last_updated_time"))
                    .family(
                            KeyedFamily.numbers(METRICS, "logged_model_metrics")
                                    .alsoNamed("metric")
                                    .indexed()
                                    .canRepeat())
                    .family(keyed("params", "logged_model_params").alsoNamed("param"))
                    .family(keyed("tags", "logged_model_tags").alsoNamed("tag"))
                    .defaultOrder("creation_timestamp DESC")
                    .tieBreak("creation_timestamp DESC", "model_id")
                    .build();

    private final Searcher searcher;
    private final LoggedModelAssembly assembly;
    private final Snapshot snapshot;

    LoggedModelSearch(Searcher searcher, LoggedModelAssembly assembly, Snapshot snapshot) {
        this.searcher = searcher;
        this.assembly = assembly;
        this.snapshot = snapshot;
    }

    private static KeyedFamily keyed(String name, String table) {
        return KeyedFamily.texts(name, table).onlyFiltered();
    }

    /**
     * One key of an order.
     *
     * @param field an attribute or {@code metrics.<key>}
     * @param datasetName of a metric: only points measured on this dataset count; empty: any
     * @param datasetDigest likewise
     */
    public record Order(
            String field, boolean ascending, String datasetName, String datasetDigest) {}

    /**
     * A dataset. If any are given, only what was measured on one of them counts, and models without
     * such a measurement are left out.
     *
     * @param digest empty: any
     */
    public record Dataset(String name, String digest) {}

    /**
     * One page of the models that match.
     *
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} for a malformed
     *     filter, order or token
     */
    public Page<LoggedModel> search(
            List<ExperimentId> experiments,
            @Nullable String filter,
            List<Dataset> datasets,
            List<Order> orderBy,
            int maxResults,
            @Nullable String pageToken) {
        Scope scope = measuredOn(datasets, within(experiments));
        List<OrderTerm> order = new ArrayList<>();
        for (Order key : orderBy) {
            String where = "order_by[" + order.size() + "].field_name";
            order.add(
                    new OrderTerm(
                            OrderParser.field(FIELDS, where, key.field()),
                            key.ascending(),
                            key.datasetName(),
                            key.datasetDigest()));
        }
        Search search = Search.ordered(FIELDS, filter, order, maxResults, pageToken);
        return snapshot.read(
                () -> {
                    Page<LoggedModelRow> page =
                            searcher.page(
                                    search, scope, LoggedModelRow.COLUMNS, LoggedModelRow::read);
                    return new Page<>(assembly.assemble(page.items()), page.nextPageToken());
                });
    }

    private static Scope within(List<ExperimentId> experiments) {
        return Scope.within(experiments.stream().map(ExperimentId::value).toList())
                .where("m.lifecycle_stage = 'active'");
    }

    /** Measurements on other datasets do not count, and a model without others is left out. */
    private static Scope measuredOn(List<Dataset> datasets, Scope scope) {
        if (datasets.isEmpty()) {
            return scope;
        }
        String any =
                String.join(
                        " OR ",
                        Collections.nCopies(
                                datasets.size(),
                                "c.dataset_name = ? AND ? IN ('', c.dataset_digest)"));
        Object[] values = datasets.stream().flatMap(d -> Stream.of(d.name(), d.digest())).toArray();
        return scope.where(
                        "EXISTS (SELECT 1 FROM logged_model_metrics c"
                                + " WHERE c.model_number = m.model_number AND ("
                                + any
                                + "))",
                        values)
                .counting(METRICS, any, values);
    }
}

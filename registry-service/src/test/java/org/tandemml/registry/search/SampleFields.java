package org.tandemml.registry.search;

import java.util.List;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Two descriptions that between them use everything a feature can declare. */
public final class SampleFields {
    private static final String OF_DATASETS =
            "SELECT 1 FROM run_datasets l JOIN datasets d USING (dataset_id)"
                    + " WHERE l.run_number = r.run_number AND";

    /** Runs: numbered keys, partitions, indexes of values. */
    public static final SearchFields RUNS =
            SearchFields.of("run", "runs r")
                    .identity("r", "run_number")
                    .partition("r.experiment_id")
                    .entity("", "run")
                    .attribute(Attribute.text("run_id", "r.run_id").canBeFound())
                    .attribute(
                            Attribute.text("run_name", "r.run_name")
                                    .hasIndex()
                                    .alsoNamed("run name", "Run name", "Run Name"))
                    .attribute(Attribute.text("status", "r.status"))
                    .attribute(Attribute.text("user_id", "r.user_id"))
                    .attribute(
                            Attribute.integer("start_time", "r.start_time")
                                    .hasIndex()
                                    .alsoNamed("created", "Created"))
                    .attribute(Attribute.integer("end_time", "r.end_time").canBeNull().hasIndex())
                    .attribute(
                            Attribute.text("name", "d.name")
                                    .onlyFiltered()
                                    .of("dataset", OF_DATASETS))
                    .entity("dataset", "datasets")
                    .family(
                            KeyedFamily.numbers("metrics", "latest_metrics")
                                    .alsoNamed("metric")
                                    .withNumberedKeys()
                                    .partitionedBy("experiment_id")
                                    .indexed())
                    .family(
                            KeyedFamily.texts("params", "params")
                                    .alsoNamed("param", "parameter")
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

    private static final String OF_ALIASES =
            "SELECT 1 FROM model_aliases a WHERE a.model_number = v.model_number"
                    + " AND a.version = v.version AND";

    /** Versions: an identity of two columns, joined tables, text keys, quoted numbers. */
    public static final SearchFields VERSIONS =
            SearchFields.of(
                            "model version",
                            "model_versions v JOIN registered_models m"
                                    + " ON m.model_number = v.model_number")
                    .identity("v", "model_number", "version")
                    .attribute(Attribute.text("name", "m.name").canBeFound())
                    .attribute(Attribute.integer("version_number", "v.version").canBeQuoted())
                    .attribute(Attribute.text("run_id", "v.run_id").canBeFound())
                    .attribute(
                            Attribute.text("stage", "v.stage")
                                    .oneOf(List.of("None", "Production"))
                                    .canBeFound())
                    .attribute(Attribute.text("alias", "a.alias").of("", OF_ALIASES).canBeFound())
                    .attribute(
                            Attribute.integer("last_updated_timestamp", "v.last_updated_time")
                                    .hasIndex()
                                    .onlyOrdered())
                    .family(KeyedFamily.texts("tags", "model_version_tags").indexed(256))
                    .defaultOrder("last_updated_timestamp DESC")
                    .tieBreak("name", "version_number DESC")
                    .build();

    private SampleFields() {}
}

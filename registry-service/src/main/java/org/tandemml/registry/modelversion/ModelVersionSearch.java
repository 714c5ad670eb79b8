package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.tandemml.registry.database.Snapshot;
import org.tandemml.registry.registeredmodel.Prompts;
import org.tandemml.registry.registeredmodel.RegisteredModelSearch;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Finds model versions. */
@Singleton
public final class ModelVersionSearch {
    private static final List<String> STATUSES =
            Stream.of(VersionStatus.values()).map(VersionStatus::name).toList();

    private static final String OF_ALIASES =
            "SELECT 1 FROM model_aliases a WHERE a.model_number = v.model_number"
                    + " AND a.version = v.version AND";

    /** What can be searched of model versions. */
    public static final SearchFields FIELDS =
            SearchFields.of(
                            "model version",
                            "registered_models m JOIN model_versions v USING (model_number)")
                    .identity("v", "model_number", "version")
                    .attribute(Attribute.text("name", "m.name").hasIndex())
                    .attribute(
                            Attribute.integer("version_number", "v.version")
                                    .alsoNamed("version")
                                    .canBeQuoted())
                    .attribute(Attribute.text("run_id", "v.run_id").canBeFound().onlyFiltered())
                    .attribute(
                            Attribute.text("source_path", "v.source")
                                    .alsoNamed("source")
                                    .onlyFiltered())
                    .attribute(
                            Attribute.text("model_id", "v.model_id")
                                    .canBeNull()
                                    .canBeFound()
                                    .onlyFiltered())
                    .attribute(
                            Attribute.text("description", "NULLIF(v.description, '')")
                                    .canBeNull()
                                    .onlyFiltered())
                    .attribute(Attribute.text("status", "v.status").oneOf(STATUSES).onlyFiltered())
                    .attribute(
                            Attribute.text("stage", "v.stage")
                                    .alsoNamed("current_stage")
                                    .oneOf(RegisteredModelSearch.STAGES)
                                    .canBeFound()
                                    .onlyFiltered())
                    .attribute(Attribute.text("alias", "a.alias").of("", OF_ALIASES).canBeFound())
                    .attribute(Attribute.integer("creation_timestamp", "v.creation_time"))
                    .attribute(
                            Attribute.integer("last_updated_timestamp", "v.last_updated_time")
                                    .hasIndex())
                    .family(
                            KeyedFamily.texts("tags", "model_version_tags")
                                    .alsoNamed("tag")
                                    .indexed(256)
                                    .onlyFiltered())
                    .defaultOrder("last_updated_timestamp DESC")
                    .tieBreak("name", "version_number DESC")
                    .build();

    private static final String IS_PROMPT =
            "EXISTS (SELECT 1 FROM model_version_tags p WHERE p.model_number = v.model_number"
                    + " AND p.version = v.version AND p.key = ? AND p.value = 'true')";

    private final Searcher searcher;
    private final Snapshot snapshot;

    ModelVersionSearch(Searcher searcher, Snapshot snapshot) {
        this.searcher = searcher;
        this.snapshot = snapshot;
    }

    /** A page of versions, or of prompts' versions if the filter asks for them. */
    public Page<ModelVersion> page(Search search) {
        return snapshot.read(
                () ->
                        searcher.page(
                                Prompts.rest(search),
                                Prompts.scope(search, IS_PROMPT),
                                ModelVersionReader.COLUMNS,
                                ModelVersionReader::read));
    }
}

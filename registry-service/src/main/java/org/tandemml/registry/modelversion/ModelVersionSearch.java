package org.tandemml.registry.modelversion;

import jakarta.inject.Singleton;
import org.tandemml.registry.registeredmodel.Prompts;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.fields.SearchFields;

/** Finds model versions. */
@Singleton
public final class ModelVersionSearch {
    /** What can be searched of model versions. */
    public static final SearchFields FIELDS =
            SearchFields.of(
                            "model version",
                            "registered_models m JOIN model_versions v USING (model_number)")
                    .identity("v", "model_number", "version")
                    .attribute(Attribute.text("name", "m.name").hasIndex())
                    .attribute(Attribute.integer("version_number", "v.version").canBeQuoted())
                    .attribute(
                            Attribute.text("run_id", "v.run_id")
                                    .with(Operator.IN, Operator.NOT_IN)
                                    .canBeFound()
                                    .onlyFiltered())
                    .attribute(Attribute.text("source_path", "v.source").onlyFiltered())
                    .attribute(
                            Attribute.integer("creation_timestamp", "v.creation_time")
                                    .onlyOrdered())
                    .attribute(
                            Attribute.integer("last_updated_timestamp", "v.last_updated_time")
                                    .hasIndex()
                                    .onlyOrdered())
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

    ModelVersionSearch(Searcher searcher) {
        this.searcher = searcher;
    }

    /** A page of versions, or of prompts' versions if the filter asks for them. */
    public Page<ModelVersion> page(Search search) {
        return searcher.page(
                Prompts.rest(search),
                Prompts.scope(search, IS_PROMPT),
                ModelVersionReader.COLUMNS,
                ModelVersionReader::read);
    }
}

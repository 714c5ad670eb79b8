package org.tandemml.registry.registeredmodel;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.tandemml.model.Stage;
import org.tandemml.registry.database.Snapshot;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Finds registered models. */
@Singleton
public final class RegisteredModelSearch {
    /** The stages, as filters write them. */
    public static final List<String> STAGES =
            Stream.of(Stage.values()).map(Stage::wireName).toList();

    private static final String OF_ALIASES =
            "SELECT 1 FROM model_aliases a WHERE a.model_number = m.model_number AND";
    private static final String OF_VERSIONS =
            "SELECT 1 FROM model_versions s WHERE s.model_number = m.model_number AND";

    /** What can be searched of registered models. */
    public static final SearchFields FIELDS =
            SearchFields.of("registered model", "registered_models m")
                    .identity("m", "model_number")
                    .attribute(Attribute.text("name", "m.name").hasIndex())
                    .attribute(
                            Attribute.integer("timestamp", "m.last_updated_time")
                                    .alsoNamed("last_updated_timestamp")
                                    .hasIndex())
                    .attribute(
                            Attribute.integer("creation_timestamp", "m.creation_time")
                                    .onlyFiltered())
                    .attribute(
                            Attribute.text("description", "NULLIF(m.description, '')")
                                    .canBeNull()
                                    .onlyFiltered())
                    .attribute(Attribute.text("alias", "a.alias").of("", OF_ALIASES).canBeFound())
                    .attribute(
                            Attribute.text("stage", "s.stage")
                                    .of("", OF_VERSIONS)
                                    .oneOf(STAGES)
                                    .canBeFound())
                    .family(
                            KeyedFamily.texts("tags", "registered_model_tags")
                                    .alsoNamed("tag")
                                    .indexed(256)
                                    .onlyFiltered())
                    .defaultOrder("name")
                    .tieBreak("name")
                    .build();

    private static final String IS_PROMPT =
            "EXISTS (SELECT 1 FROM registered_model_tags p"
                    + " WHERE p.model_number = m.model_number AND p.key = ? AND p.value = 'true')";

    private final Searcher searcher;
    private final Snapshot snapshot;

    RegisteredModelSearch(Searcher searcher, Snapshot snapshot) {
        this.searcher = searcher;
        this.snapshot = snapshot;
    }

    /** A page of models, or of prompts if the filter asks for them. */
    public Page<RegisteredModel> page(Search search) {
        return snapshot.read(
                () ->
                        searcher.page(
                                Prompts.rest(search),
                                Prompts.scope(search, IS_PROMPT),
                                RegisteredModelReader.COLUMNS,
                                RegisteredModelReader::read));
    }
}

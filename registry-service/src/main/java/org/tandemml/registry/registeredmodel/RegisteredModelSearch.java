package org.tandemml.registry.registeredmodel;

import jakarta.inject.Singleton;
import org.tandemml.registry.search.Page;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.Searcher;
import org.tandemml.registry.search.fields.Attribute;
import org.tandemml.registry.search.fields.KeyedFamily;
import org.tandemml.registry.search.fields.SearchFields;

/** Finds registered models. */
@Singleton
public final class RegisteredModelSearch {
    /** The tag that makes a registered model, or a version of one, a prompt. */
    public static final String PROMPT_TAG = "mlflow.prompt.is_prompt";

    /** What can be searched of registered models. */
    public static final SearchFields FIELDS =
            SearchFields.of("registered model", "registered_models m")
                    .identity("m", "model_number")
                    .attribute(Attribute.text("name", "m.name"))
                    .attribute(
                            Attribute.integer("timestamp", "m.last_updated_time")
                                    .alsoNamed("last_updated_timestamp")
                                    .onlyOrdered())
                    .family(
                            KeyedFamily.texts("tags", "registered_model_tags")
                                    .alsoNamed("tag")
                                    .onlyFiltered())
                    .defaultOrder("name")
                    .tieBreak("name")
                    .build();

    private static final String NO_PROMPT =
            "NOT EXISTS (SELECT 1 FROM registered_model_tags p"
                    + " WHERE p.model_number = m.model_number AND p.key = ? AND p.value = 'true')";

    private final Searcher searcher;

    RegisteredModelSearch(Searcher searcher) {
        this.searcher = searcher;
    }

    /** A page of models; without prompts, unless the filter is about the tag that makes them. */
    public Page<RegisteredModel> page(Search search) {
        Scope scope =
                search.mentions("tags", PROMPT_TAG)
                        ? Scope.everything()
                        : Scope.everything().where(NO_PROMPT, PROMPT_TAG);
        return searcher.page(
                search, scope, RegisteredModelReader.COLUMNS, RegisteredModelReader::read);
    }
}

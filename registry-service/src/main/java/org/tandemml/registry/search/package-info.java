/**
 * Search of any entity: a feature describes its {@link
 * org.tandemml.registry.search.fields.SearchFields fields}, parses a request to a {@link
 * org.tandemml.registry.search.Search} and hands it to the {@link
 * org.tandemml.registry.search.Searcher}.
 */
@NullMarked
package org.tandemml.registry.search;

import org.jspecify.annotations.NullMarked;

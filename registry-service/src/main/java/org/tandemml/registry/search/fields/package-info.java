/** What can be searched: each feature describes its entity here, once. */
@NullMarked
package org.tandemml.registry.search.fields;

import org.jspecify.annotations.NullMarked;

/** Names that point to one version of a model. */
@NullMarked
package org.tandemml.registry.alias;

import org.jspecify.annotations.NullMarked;

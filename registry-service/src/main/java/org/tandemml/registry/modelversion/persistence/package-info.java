/** The table of model versions. */
@NullMarked
package org.tandemml.registry.modelversion.persistence;

import org.jspecify.annotations.NullMarked;

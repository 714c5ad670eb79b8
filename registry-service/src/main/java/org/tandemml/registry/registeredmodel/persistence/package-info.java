/** The table of registered models. */
@NullMarked
package org.tandemml.registry.registeredmodel.persistence;

import org.jspecify.annotations.NullMarked;

/** The bare paths that MLflow clients and monitors ask. */
@NullMarked
package org.tandemml.registry.probe;

import org.jspecify.annotations.NullMarked;

/** Logged models: what MLflow 3 clients log instead of a folder among a run's artifacts. */
@NullMarked
package org.tandemml.registry.loggedmodel;

import org.jspecify.annotations.NullMarked;

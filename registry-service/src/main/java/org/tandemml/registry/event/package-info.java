/** What happened to registered models: one row for each change, written by its transaction. */
@NullMarked
package org.tandemml.registry.event;

import org.jspecify.annotations.NullMarked;

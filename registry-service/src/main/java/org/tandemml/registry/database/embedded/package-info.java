/** A PostgreSQL of our own: its programs, its data folder, its server process. */
@NullMarked
package org.tandemml.registry.database.embedded;

import org.jspecify.annotations.NullMarked;

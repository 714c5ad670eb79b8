/** The database: its connection, its embedded server, plain SQL inside the current transaction. */
@NullMarked
package org.tandemml.registry.database;

import org.jspecify.annotations.NullMarked;

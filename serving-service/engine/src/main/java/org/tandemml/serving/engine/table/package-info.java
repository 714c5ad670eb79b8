/** Rows as typed columns: primitive arrays with a mask of missing cells. */
@NullMarked
package org.tandemml.serving.engine.table;

import org.jspecify.annotations.NullMarked;

/** What models answer, by columns, and how it becomes JSON. */
@NullMarked
package org.tandemml.serving.engine.predict;

import org.jspecify.annotations.NullMarked;

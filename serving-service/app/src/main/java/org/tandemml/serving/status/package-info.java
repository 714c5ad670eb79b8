/** What is loaded and whether this process can answer. */
@NullMarked
package org.tandemml.serving.status;

import org.jspecify.annotations.NullMarked;

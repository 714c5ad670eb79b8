/** What is counted and timed. */
@NullMarked
package org.tandemml.serving.metrics;

import org.jspecify.annotations.NullMarked;

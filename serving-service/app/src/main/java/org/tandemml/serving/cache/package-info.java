/** Verified copies of model folders on this machine's disk, and what served last. */
@NullMarked
package org.tandemml.serving.cache;

import org.jspecify.annotations.NullMarked;

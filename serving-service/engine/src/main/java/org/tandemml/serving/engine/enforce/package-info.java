/**
 * Checks request bodies against a model's signature while they are parsed: from bytes to typed
 * columns in one pass.
 */
@NullMarked
package org.tandemml.serving.engine.enforce;

import org.jspecify.annotations.NullMarked;

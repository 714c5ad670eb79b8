/** MLflow JSON wire, read and written: what is common to all calls. */
@NullMarked
package org.tandemml.registry.wire;

import org.jspecify.annotations.NullMarked;

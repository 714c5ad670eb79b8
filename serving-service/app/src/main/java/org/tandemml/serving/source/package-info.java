/** Where models come from: a registry that speaks MLflow's REST, or a folder. */
@NullMarked
package org.tandemml.serving.source;

import org.jspecify.annotations.NullMarked;

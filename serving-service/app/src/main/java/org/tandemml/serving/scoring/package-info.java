/** MLflow's scoring protocol: from a request's bytes to an answer's. */
@NullMarked
package org.tandemml.serving.scoring;

import org.jspecify.annotations.NullMarked;

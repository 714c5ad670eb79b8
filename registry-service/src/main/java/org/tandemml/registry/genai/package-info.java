/** MLflow's calls for generative AI, which this server knows but does not offer. */
@NullMarked
package org.tandemml.registry.genai;

import org.jspecify.annotations.NullMarked;

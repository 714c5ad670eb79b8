/** Models in PMML, by PMML4S. */
@NullMarked
package org.tandemml.serving.engine.pmml;

import org.jspecify.annotations.NullMarked;

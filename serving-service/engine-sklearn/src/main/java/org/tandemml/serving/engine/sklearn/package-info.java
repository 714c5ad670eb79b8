/** Models of scikit-learn, read without Python and scored in Java. */
@NullMarked
package org.tandemml.serving.engine.sklearn;

import org.jspecify.annotations.NullMarked;

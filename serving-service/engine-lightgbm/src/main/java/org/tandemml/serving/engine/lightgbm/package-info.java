/** Models of LightGBM: the text form, read and scored in Java, equal to LightGBM bit for bit. */
@NullMarked
package org.tandemml.serving.engine.lightgbm;

import org.jspecify.annotations.NullMarked;

/** Scoring without HTTP: the SPI that each model format implements. */
@NullMarked
package org.tandemml.serving.engine;

import org.jspecify.annotations.NullMarked;

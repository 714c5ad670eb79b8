/** From a folder to a model that has been checked, warmed up and timed. */
@NullMarked
package org.tandemml.serving.load;

import org.jspecify.annotations.NullMarked;

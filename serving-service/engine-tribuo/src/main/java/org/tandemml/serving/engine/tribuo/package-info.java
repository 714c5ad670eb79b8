/** Models in Tribuo's protobuf form. */
@NullMarked
package org.tandemml.serving.engine.tribuo;

import org.jspecify.annotations.NullMarked;

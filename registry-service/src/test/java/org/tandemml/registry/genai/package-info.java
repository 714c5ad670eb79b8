@NullMarked
package org.tandemml.registry.genai;

import org.jspecify.annotations.NullMarked;

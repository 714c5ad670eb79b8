/** One place per configured model: what it should serve, what it serves, and the swap between. */
@NullMarked
package org.tandemml.serving.slot;

import org.jspecify.annotations.NullMarked;

/** The folder that this process owns while it runs. */
@NullMarked
package org.tandemml.serving.home;

import org.jspecify.annotations.NullMarked;

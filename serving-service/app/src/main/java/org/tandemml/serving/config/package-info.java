/** Settings of the serving service, one mapping per feature. */
@NullMarked
package org.tandemml.serving.config;

import org.jspecify.annotations.NullMarked;

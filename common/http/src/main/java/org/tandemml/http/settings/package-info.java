/** How both services read their settings. */
@NullMarked
package org.tandemml.http.settings;

import org.jspecify.annotations.NullMarked;

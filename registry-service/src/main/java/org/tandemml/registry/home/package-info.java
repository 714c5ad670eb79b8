/** The folder that one registry owns, and what may keep it from starting. */
@NullMarked
package org.tandemml.registry.home;

import org.jspecify.annotations.NullMarked;

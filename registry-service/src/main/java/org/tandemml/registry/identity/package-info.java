/** How things that are made here get their ids. */
@NullMarked
package org.tandemml.registry.identity;

import org.jspecify.annotations.NullMarked;

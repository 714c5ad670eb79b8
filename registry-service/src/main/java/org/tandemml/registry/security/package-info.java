/** Who may call what, and from where: the rules that hold for every request. */
@NullMarked
package org.tandemml.registry.security;

import org.jspecify.annotations.NullMarked;

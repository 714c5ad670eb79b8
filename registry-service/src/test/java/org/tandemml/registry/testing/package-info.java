/** What the registry's tests stand on: a real PostgreSQL and a home of their own. */
@NullMarked
package org.tandemml.registry.testing;

import org.jspecify.annotations.NullMarked;

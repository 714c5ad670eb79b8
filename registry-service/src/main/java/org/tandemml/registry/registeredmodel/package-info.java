/** Registered models: names under which versions of a model are kept, and their tags. */
@NullMarked
package org.tandemml.registry.registeredmodel;

import org.jspecify.annotations.NullMarked;

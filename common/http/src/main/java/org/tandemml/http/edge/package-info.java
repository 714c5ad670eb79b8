/**
 * What both services do with a request before anything reads it: whom it names, which page sends
 * it, whether its path is one. Plain handlers of Vert.x; each service puts them in front of its
 * routes.
 */
@NullMarked
package org.tandemml.http.edge;

import org.jspecify.annotations.NullMarked;

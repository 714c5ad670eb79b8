/** What is looked at before a request reaches a route. */
@NullMarked
package org.tandemml.serving.edge;

import org.jspecify.annotations.NullMarked;

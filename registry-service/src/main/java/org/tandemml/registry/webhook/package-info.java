/** Addresses outside that want to be told what happens to models. */
@NullMarked
package org.tandemml.registry.webhook;

import org.jspecify.annotations.NullMarked;

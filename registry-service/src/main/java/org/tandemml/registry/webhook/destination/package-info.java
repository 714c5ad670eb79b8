/** Where messages may go: never to an address that is not everybody's, unless allowed. */
@NullMarked
package org.tandemml.registry.webhook.destination;

import org.jspecify.annotations.NullMarked;

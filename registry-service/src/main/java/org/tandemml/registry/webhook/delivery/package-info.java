/** From events to messages, and the messages to their receivers. */
@NullMarked
package org.tandemml.registry.webhook.delivery;

import org.jspecify.annotations.NullMarked;

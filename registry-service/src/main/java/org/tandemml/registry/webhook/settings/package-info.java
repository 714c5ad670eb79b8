/** The settings of webhooks. */
@NullMarked
package org.tandemml.registry.webhook.settings;

import org.jspecify.annotations.NullMarked;

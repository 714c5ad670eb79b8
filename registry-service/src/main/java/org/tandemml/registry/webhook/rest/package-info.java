/** MLflow's calls on webhooks. */
@NullMarked
package org.tandemml.registry.webhook.rest;

import org.jspecify.annotations.NullMarked;

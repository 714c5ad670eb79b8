package org.tandemml.registry.webhook.settings;

import org.tandemml.http.settings.CheckedSettings;

/** Has the settings of webhooks checked before the registry starts. */
public final class WebhookSettings implements CheckedSettings {
    @Override
    public Class<?> mapping() {
        return WebhookConfig.class;
    }
}

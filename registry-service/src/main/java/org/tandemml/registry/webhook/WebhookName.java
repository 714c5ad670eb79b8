package org.tandemml.registry.webhook;

import java.util.regex.Pattern;
import org.tandemml.model.TandemException;
import org.tandemml.model.Texts;

/** The name of a webhook, for people; several may have the same. */
public record WebhookName(String value) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    /**
     * @throws TandemException {@code INVALID_PARAMETER_VALUE}
     */
    public WebhookName {
        if (!FORM.matcher(value).matches()) {
            throw TandemException.invalid(
                    "Invalid webhook name \""
                            + Texts.excerpt(value)
                            + "\": expected 1 to 63 letters, digits, '.', '_' and '-', the first"
                            + " and last a letter or digit.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

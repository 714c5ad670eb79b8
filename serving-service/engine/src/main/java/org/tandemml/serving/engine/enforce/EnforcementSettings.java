package org.tandemml.serving.engine.enforce;

/**
 * What an enforcer needs to know beside the signature.
 *
 * @param model what messages call the model, for example {@code breast-cancer/2}
 * @param mode how strictly
 * @param maxRows the most rows one body may hold; at least 1
 * @param echoValues whether violations and messages repeat (the first characters of) what was sent
 */
public record EnforcementSettings(
        String model, EnforcementMode mode, int maxRows, boolean echoValues) {
    public EnforcementSettings {
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, is " + maxRows);
        }
    }
}

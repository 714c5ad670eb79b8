package org.tandemml.serving.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that a test can reach, models that are asked for in every way, no broken signature. */
public final class SmallLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tandem.serving.models",
                "models:/*/Production,models:/churn/1,models:/churn@champion",
                "tandem.serving.max-body",
                "4K",
                "tandem.serving.max-rows",
                "5",
                "tandem.serving.breaking",
                "refuse");
    }
}

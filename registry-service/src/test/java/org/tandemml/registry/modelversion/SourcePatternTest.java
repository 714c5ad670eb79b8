package org.tandemml.registry.modelversion;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tandemml.model.TandemException;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.registeredmodel.RegistryConfig;

class SourcePatternTest {
    private record Config(Optional<Set<String>> protectedStages, Optional<String> sourcePattern)
            implements RegistryConfig {}

    private static SourcePattern pattern(String pattern) {
        return new SourcePattern(new Config(Optional.empty(), Optional.ofNullable(pattern)));
    }

    @Test
    void withoutOneEverySourceIsAllowed() {
        assertThatCode(() -> pattern(null).require("anything")).doesNotThrowAnyException();
    }

    @Test
    void itIsSearchedForAnywhereInTheSource() {
        SourcePattern pattern = pattern("^(runs|models):/|/shared/");

        for (String allowed : new String[] {"runs:/a/b", "models:/m/1", "s3://b/shared/x"}) {
            assertThatCode(() -> pattern.require(allowed)).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> pattern.require("s3://b/runs:/x"))
                .isInstanceOf(TandemException.class)
                .hasMessageStartingWith("Invalid model version source: 's3://b/runs:/x'")
                .hasMessageContaining("TANDEM_REGISTRY_SOURCE_PATTERN");
    }

    @Test
    void aWrongOneStopsTheStart() {
        assertThatThrownBy(() -> pattern("(runs"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("TANDEM_REGISTRY_SOURCE_PATTERN is '(runs'");
    }
}

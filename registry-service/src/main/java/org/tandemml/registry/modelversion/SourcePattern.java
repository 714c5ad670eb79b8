package org.tandemml.registry.modelversion;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.registeredmodel.RegistryConfig;

/** The sources that whoever runs this server allows; a pattern that is none stops the start. */
@Startup
@Singleton
final class SourcePattern {
    private final Optional<Pattern> allowed;

    SourcePattern(RegistryConfig config) {
        this.allowed = config.sourcePattern().map(SourcePattern::compile);
    }

    /**
     * @throws org.tandemml.model.TandemException {@code INVALID_PARAMETER_VALUE} if the source is
     *     not allowed
     */
    void require(String source) {
        if (allowed.isPresent() && !allowed.get().matcher(source).find()) {
            throw SourceUri.refused(
                    source, "this server's TANDEM_REGISTRY_SOURCE_PATTERN does not allow it");
        }
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException wrong) {
            throw new StartupException(
                    "TANDEM_REGISTRY_SOURCE_PATTERN is '"
                            + pattern
                            + "': "
                            + wrong.getDescription()
                            + " near index "
                            + wrong.getIndex()
                            + "; expected a regular expression.",
                    wrong);
        }
    }
}

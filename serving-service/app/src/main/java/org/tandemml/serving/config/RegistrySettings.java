package org.tandemml.serving.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.tandemml.http.settings.Expected;

/** The registry that models come from. */
@ConfigMapping(prefix = "tandem.registry")
public interface RegistrySettings {
    /** Address of Tandem's registry or any MLflow server. */
    @WithDefault("http://127.0.0.1:5000")
    @Expected("http://host:port or https://host:port")
    String url();

    /** Bearer token for it; wins over a user name. */
    Optional<String> token();

    /** User name of basic authentication. */
    Optional<String> username();

    /** Password of basic authentication. */
    Optional<String> password();
}

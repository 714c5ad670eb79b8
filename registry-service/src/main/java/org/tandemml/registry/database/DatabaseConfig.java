package org.tandemml.registry.database;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The database; without a URL it is the embedded one in the home. */
@ConfigMapping(prefix = "tandem.database")
public interface DatabaseConfig {
    /**
     * {@code jdbc:postgresql://host:port/database} of a PostgreSQL 13 or newer. Unset: embedded
     * PostgreSQL in the home.
     */
    Optional<String> url();

    /** Its user. */
    Optional<String> username();

    /** Its password. */
    Optional<String> password();
}

package org.tandemml.registry.launch;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;
import org.tandemml.registry.home.StartupException;

/** Says in one line why the registry did not start. */
final class FailureLine {
    private static final Logger LOG = Logger.getLogger(FailureLine.class);

    private FailureLine() {}

    /** The line; a failure that nobody foresaw is also logged whole. */
    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException foreseen) {
                return foreseen.getMessage();
            }
            if (cause instanceof FlywayValidateException) {
                return oneLine(
                        "The tables in the database are not those of this Tandem (a newer one"
                                + " has used it, or a migration was changed): start the newest"
                                + " Tandem that has used this database. "
                                + cause.getMessage());
            }
            if (cause instanceof QuarkusBindException bind) {
                return "Port "
                        + bind.getPort()
                        + " on "
                        + bind.getHost()
                        + " cannot be used; stop what uses it or set QUARKUS_HTTP_PORT to another"
                        + " one.";
            }
            if (cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException) {
                return oneLine("A setting is wrong: " + cause.getMessage());
            }
            if (cause instanceof FlywayException) {
                LOG.error("The tables cannot be migrated", failure);
                return oneLine("The tables cannot be migrated: " + cause.getMessage());
            }
        }
        LOG.error("The registry did not start", failure);
        return oneLine("The registry did not start: " + root(failure));
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

package org.tandemml.registry.launch;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.tandemml.http.edge.PortRefusal;
import org.tandemml.http.settings.SettingsCheck;
import org.tandemml.http.settings.WrongSettingException;
import org.tandemml.registry.home.StartupException;

/**
 * Why the registry did not start, in one line.
 *
 * @param text the line
 * @param foreseen whether the line says all; else the failure is logged whole as well
 */
record FailureLine(String text, boolean foreseen) {
    private static final Logger LOG = Logger.getLogger(FailureLine.class);

    FailureLine {
        text = text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    static FailureLine of(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException foreseen) {
                return new FailureLine(foreseen.getMessage(), true);
            }
            if (cause instanceof WrongSettingException wrong) {
                return new FailureLine(wrong.getMessage(), true);
            }
            if (cause instanceof FlywayException refused && SchemaRefusal.is(refused)) {
                return new FailureLine(SchemaRefusal.text(refused), true);
            }
            if (cause instanceof QuarkusBindException bind) {
                return new FailureLine(
                        PortRefusal.line(bind.getHost(), bind.getPort(), bind), true);
            }
            if (cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException) {
                return new FailureLine("A setting is wrong: " + SettingsCheck.plain(cause), true);
            }
            root = cause;
        }
        LOG.error("The registry did not start", failure);
        return new FailureLine("The registry did not start: " + root, false);
    }
}

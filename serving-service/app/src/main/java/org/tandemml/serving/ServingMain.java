package org.tandemml.serving;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.tandemml.http.edge.BrowserConfig;
import org.tandemml.http.edge.ConnectionConfig;
import org.tandemml.http.edge.ConnectionGuards;
import org.tandemml.http.edge.PortRefusal;
import org.tandemml.http.edge.UriCheck;
import org.tandemml.http.settings.SettingSources;
import org.tandemml.http.settings.SettingsCheck;
import org.tandemml.http.settings.WrongSettingException;
import org.tandemml.serving.config.HomeSettings;
import org.tandemml.serving.config.RegistrySettings;
import org.tandemml.serving.config.ServingSettings;
import org.tandemml.serving.home.StartupException;

/** Runs the service; what keeps it from starting is one line on standard error and exit code 1. */
@QuarkusMain
public final class ServingMain {
    private static final Logger LOG = Logger.getLogger(ServingMain.class);

    ServingMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String... arguments) {
        try {
            checkSettings(SettingSources.builder(ServingMain.class.getClassLoader()).build());
        } catch (WrongSettingException wrong) {
            System.err.println(wrong.getMessage());
            // An exit would also print what was logged before Quarkus knew where to log to.
            Runtime.getRuntime().halt(1);
        }
        UriCheck.takeOver();
        ConnectionGuards.takeOver();
        AtomicInteger exit = new AtomicInteger();
        Quarkus.run(
                null,
                (code, failure) -> {
                    exit.set(failure == null ? code : 1);
                    if (failure != null) {
                        System.err.println(line(failure));
                    }
                },
                arguments);
        System.exit(exit.get());
    }

    /**
     * @throws WrongSettingException for the first setting that cannot be used
     */
    static void checkSettings(SmallRyeConfig config) {
        new SettingsCheck(config, size -> ((MemorySize) size).asBigInteger())
                .check(
                        HomeSettings.class,
                        RegistrySettings.class,
                        ServingSettings.class,
                        BrowserConfig.class,
                        ConnectionConfig.class);
    }

    private static String line(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException foreseen) {
                return foreseen.getMessage();
            }
            if (cause instanceof WrongSettingException wrong) {
                return wrong.getMessage();
            }
            if (cause instanceof QuarkusBindException bind) {
                return PortRefusal.line(bind.getHost(), bind.getPort(), bind);
            }
            if (cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException) {
                return oneLine("A setting is wrong: " + SettingsCheck.plain(cause));
            }
            root = cause;
        }
        LOG.error("event=start_failed", failure);
        return oneLine("The service did not start: " + root);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}

package org.tandemml.registry.launch;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.tandemml.http.edge.BrowserConfig;
import org.tandemml.http.edge.UnsafeSettings;
import org.tandemml.http.settings.LiteralEnvironment;
import org.tandemml.model.TandemException;
import org.tandemml.registry.database.DatabaseConfig;
import org.tandemml.registry.home.HomeConfig;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.wire.WireConfig;

/**
 * The settings that are needed before Quarkus starts, from the sources and in the order that
 * Quarkus itself reads them afterwards.
 */
record LaunchConfig(HomeConfig home, DatabaseConfig database, String host, int port) {
    private static final String FILE = "application.properties";

    static LaunchConfig read() {
        try {
            SmallRyeConfig config = config();
            UnsafeSettings.check(
                    config.getConfigMapping(BrowserConfig.class),
                    config.getValue("quarkus.http.host", String.class));
            return new LaunchConfig(
                    config.getConfigMapping(HomeConfig.class),
                    config.getConfigMapping(DatabaseConfig.class),
                    config.getValue("quarkus.http.host", String.class),
                    config.getValue("quarkus.http.port", Integer.class));
        } catch (TandemException unsafe) {
            throw new StartupException(unsafe.getMessage(), unsafe);
        } catch (IllegalArgumentException | NoSuchElementException wrong) {
            throw new StartupException("A setting is wrong: " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static SmallRyeConfig config() throws IOException {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDefaultSources()
                        .addDiscoveredConverters()
                        .withInterceptors(new LiteralEnvironment())
                        .withSources(new DotEnvConfigSourceProvider())
                        .withMapping(HomeConfig.class)
                        .withMapping(DatabaseConfig.class)
                        // Not used here: a wrong one ends the start before anything is logged.
                        .withMapping(WireConfig.class)
                        .withMapping(BrowserConfig.class)
                        .withValidateUnknown(false);
        Path beside = Path.of("config", FILE);
        if (Files.isRegularFile(beside)) {
            builder.withSources(new PropertiesConfigSource(beside.toUri().toURL(), 260));
        }
        URL ours = LaunchConfig.class.getClassLoader().getResource(FILE);
        if (ours != null) {
            builder.withSources(new PropertiesConfigSource(ours, 250));
        }
        return builder.build();
    }
}

package org.tandemml.http.settings;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where settings come from before Quarkus runs. */
public final class SettingSources {
    private static final String FILE = "application.properties";
    private static final int BESIDE_ORDINAL = 260;
    private static final int OWN_ORDINAL = 250;

    private SettingSources() {}

    /**
     * The sources, in the order that Quarkus itself reads them afterwards.
     *
     * @param service of the service, for the file that is packed with it
     * @throws UncheckedIOException if a file is there but cannot be read
     */
    public static SmallRyeConfigBuilder builder(ClassLoader service) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDefaultSources()
                        .addDiscoveredConverters()
                        .withInterceptors(new LiteralEnvironment())
                        .withSources(new DotEnvConfigSourceProvider())
                        .withValidateUnknown(false);
        try {
            Path beside = Path.of("config", FILE);
            if (Files.isRegularFile(beside)) {
                builder.withSources(
                        new PropertiesConfigSource(beside.toUri().toURL(), BESIDE_ORDINAL));
            }
            URL own = service.getResource(FILE);
            if (own != null) {
                builder.withSources(new PropertiesConfigSource(own, OWN_ORDINAL));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return builder;
    }
}

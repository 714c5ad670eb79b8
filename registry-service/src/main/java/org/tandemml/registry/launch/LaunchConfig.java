package org.tandemml.registry.launch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import org.tandemml.http.edge.BrowserConfig;
import org.tandemml.http.edge.ConnectionConfig;
import org.tandemml.http.edge.UnsafeSettings;
import org.tandemml.http.settings.CheckedSettings;
import org.tandemml.http.settings.SettingSources;
import org.tandemml.http.settings.SettingsCheck;
import org.tandemml.http.settings.WrongSettingException;
import org.tandemml.registry.artifactroot.ArtifactsConfig;
import org.tandemml.registry.database.DatabaseConfig;
import org.tandemml.registry.home.HomeConfig;
import org.tandemml.registry.home.StartupException;
import org.tandemml.registry.registeredmodel.RegistryConfig;
import org.tandemml.registry.wire.WireConfig;

/**
 * The settings that are needed before Quarkus starts, from the sources and in the order that
 * Quarkus itself reads them afterwards.
 */
record LaunchConfig(HomeConfig home, DatabaseConfig database, String host, int port) {
    /** Also those that are not used here: a wrong one ends the start before anything is logged. */
    private static final Class<?>[] MAPPINGS = {
        HomeConfig.class,
        DatabaseConfig.class,
        WireConfig.class,
        BrowserConfig.class,
        ConnectionConfig.class,
        ArtifactsConfig.class,
        RegistryConfig.class
    };

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
        } catch (IllegalArgumentException | NoSuchElementException wrong) {
            throw new StartupException("A setting is wrong: " + SettingsCheck.plain(wrong), wrong);
        }
    }

    private static SmallRyeConfig config() {
        ClassLoader own = LaunchConfig.class.getClassLoader();
        check(SettingSources.builder(own).build());
        SmallRyeConfigBuilder builder = SettingSources.builder(own);
        for (Class<?> mapping : MAPPINGS) {
            builder.withMapping(mapping);
        }
        return builder.build();
    }

    /**
     * @throws WrongSettingException for the first setting that cannot be used
     */
    static void check(SmallRyeConfig config) {
        SettingsCheck check = new SettingsCheck(config, size -> ((MemorySize) size).asBigInteger());
        check.check(MAPPINGS);
        ServiceLoader.load(CheckedSettings.class, LaunchConfig.class.getClassLoader())
                .forEach(feature -> check.check(feature.mapping()));
    }
}

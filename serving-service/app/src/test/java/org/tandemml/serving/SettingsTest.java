package org.tandemml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemml.serving.config.HomeSettings;
import org.tandemml.testkit.SettingsPage;

/** The page of settings says what the interfaces that read them say. */
class SettingsTest {
    /** Run with {@code -Dsettings.write=true} to write it anew. */
    @Test
    void thePageListsThem() throws IOException {
        List<Class<?>> own =
                new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("org.tandemml.serving")
                                .stream()
                                .filter(c -> c.isAnnotatedWith(ConfigMapping.class))
                                // The home is a setting of both services; the registry's test lists
                                // it.
                                .filter(c -> !c.isEquivalentTo(HomeSettings.class))
                                .<Class<?>>map(JavaClass::reflect)
                                .toList();
        SettingsPage page = SettingsPage.read();
        page.make("serving-service", List.of(), own);
        if (Boolean.getBoolean("settings.write")) {
            page.write();
        } else {
            assertThat(page.written()).isEqualTo(page.made());
        }
    }
}

package org.tandemml.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemml.registry.home.HomeConfig;
import org.tandemml.testkit.SettingsPage;

/** The page of settings says what the interfaces that read them say. */
class SettingsTest {
    /** Quarkus reads these itself. */
    private static final List<String> OF_QUARKUS =
            List.of(
                    "| `QUARKUS_HTTP_PORT` | registry 5000, serving 8080 | Port. |",
                    "| `QUARKUS_HTTP_HOST` | `127.0.0.1` | Address to listen on. Nobody has to sign"
                            + " in, so one that other machines reach needs"
                            + " `TANDEM_ALLOW_UNSAFE_SETTINGS`, in a container too. |");

    /** Run with {@code -Dsettings.write=true} to write it anew. */
    @Test
    void thePageListsThem() throws IOException {
        SettingsPage page = SettingsPage.read();
        List<Class<?>> both = new ArrayList<>(mappings("org.tandemml.http"));
        both.add(HomeConfig.class);
        page.make("Both services", OF_QUARKUS, both);
        List<Class<?>> own = new ArrayList<>(mappings("org.tandemml.registry"));
        own.remove(HomeConfig.class);
        page.make("registry-service", List.of(), own);
        if (Boolean.getBoolean("settings.write")) {
            page.write();
        } else {
            assertThat(page.written()).isEqualTo(page.made());
        }
    }

    private static List<Class<?>> mappings(String room) {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(room)
                        .stream()
                        .filter(c -> c.isAnnotatedWith(ConfigMapping.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }
}

package org.tandemml.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemml.testkit.SettingsPage;

/** Every setting that is read is on the page of settings. */
class SettingsTest {
    static Stream<Class<?>> mappings() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.tandemml.serving", "org.tandemml.http")
                        .stream()
                        .filter(c -> c.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void areOnThePage(Class<?> mapping) throws Exception {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        assertThat(SettingsPage.missing(prefix, mapping)).isEmpty();
    }
}

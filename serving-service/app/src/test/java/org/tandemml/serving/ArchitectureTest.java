package org.tandemml.serving;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the application. */
class ArchitectureTest {
    private static final String ROOT = "org.tandemml.serving";

    /** The engine's own packages: all others below it are formats. */
    private static final String[] OF_THE_ENGINE = {
        "engine.enforce", "engine.literal", "engine.predict", "engine.table"
    };

    private final JavaClasses all =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    private static String[] packages(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(all);
    }

    @Test
    void arrowsPointOneWay() {
        ArchRule layers =
                layeredArchitecture()
                        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                        .layer("wiring")
                        .definedBy(ROOT)
                        .layer("adapters")
                        .definedBy(packages("scoring", "status"))
                        .layer("slots")
                        .definedBy(packages("slot"))
                        .layer("parts")
                        .definedBy(packages("load", "cache", "metrics"))
                        .layer("sources")
                        .definedBy(packages("source"))
                        .layer("naming")
                        .definedBy(packages("naming"))
                        .layer("engine")
                        .definedBy(packages("engine"))
                        .whereLayer("wiring")
                        .mayNotBeAccessedByAnyLayer()
                        .whereLayer("adapters")
                        .mayNotBeAccessedByAnyLayer()
                        .whereLayer("slots")
                        .mayOnlyBeAccessedByLayers("wiring", "adapters")
                        .whereLayer("parts")
                        .mayOnlyBeAccessedByLayers("wiring", "adapters", "slots")
                        .whereLayer("sources")
                        .mayOnlyBeAccessedByLayers("wiring", "adapters", "slots", "parts");
        layers.check(all);
    }

    @Test
    void onlyAdaptersAndWiringKnowHttpServers() {
        noClasses()
                .that()
                .resideInAnyPackage(packages("naming", "source", "cache", "load", "slot", "home"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..", "io.quarkus..")
                .because("the slow path and the swap are plain Java")
                .check(all);
    }

    @Test
    void adaptersKnowNoModelFormat() {
        noClasses()
                .that()
                .resideInAnyPackage(packages("scoring", "status", "slot", "load"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + ".engine.*..")
                                .and(not(resideInAnyPackage(packages(OF_THE_ENGINE)))))
                .because("adding a format touches no other room")
                .check(all);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked =
                all.stream()
                        .filter(c -> !c.getPackageName().contains(".engine"))
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(p -> !isNullMarked(p))
                        .map(JavaPackage::getName)
                        .toList();

        assertThat(unmarked).isEmpty();
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.isAnnotatedWith(NullMarked.class);
    }
}

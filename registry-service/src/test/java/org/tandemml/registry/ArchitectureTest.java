package org.tandemml.registry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tandemml.registry.security.Needs;

/** The arrows and rules of the house, as far as they can be seen in the registry's classes. */
class ArchitectureTest {
    private static final String ROOT = "org.tandemml.registry.";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.tandemml.registry");

    @Test
    void featuresFormNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Each line: a package, and the packages that it must not know. */
    @TestFactory
    Stream<DynamicTest> arrowsPointOneWay() {
        String features =
                "experiment run artifact loggedmodel registeredmodel modelversion stage alias";
        return Stream.of(
                        List.of("experiment", without(features, "experiment")),
                        List.of("run", without(features, "run", "experiment")),
                        List.of(
                                "registeredmodel",
                                without(features, "registeredmodel", "loggedmodel")),
                        List.of("modelversion", "run artifact stage alias"),
                        List.of("stage", "alias"),
                        List.of("alias", "stage"),
                        List.of("event", features),
                        List.of("search", features + " event"),
                        List.of("security", features + " event search"),
                        List.of("wire", features + " event search database"),
                        List.of("database", features + " event search wire"))
                .map(
                        line ->
                                DynamicTest.dynamicTest(
                                        String.join(" knows none of ", line),
                                        () -> assertKnowsNone(line.get(0), line.get(1))));
    }

    private static String without(String features, String... known) {
        return Stream.of(features.split(" "))
                .filter(feature -> !List.of(known).contains(feature))
                .collect(Collectors.joining(" "));
    }

    private static void assertKnowsNone(String name, String others) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(others.split(" "))
                                .map(other -> ROOT + other + "..")
                                .toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** They learn of changes from the log of events. */
    @Test
    void nobodyKnowsWebhooks() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "webhook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "webhook..")
                .check(CLASSES);
    }

    @Test
    void entitiesNeverReachTheWire() {
        ArchRule rule =
                noClasses()
                        .that()
                        .resideInAPackage("..rest..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("..persistence.."));
        rule.check(CLASSES);
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .resideInAPackage("..persistence..")
                .check(CLASSES);
    }

    @Test
    void injectionIsByConstructor() {
        noFields().should().beAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void everyCallSaysWhichPermissionItNeeds() {
        methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should()
                .beAnnotatedWith(Needs.class)
                .check(CLASSES);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .areNotEnums()
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        Stream<JavaPackage> packages = CLASSES.stream().map(c -> c.getPackage()).distinct();
        assertThat(packages)
                .allSatisfy(
                        p ->
                                assertThat(p.isAnnotatedWith(NullMarked.class))
                                        .as(p.getName())
                                        .isTrue());
    }
}

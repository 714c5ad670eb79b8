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

    /** Each line: a feature, and the features that it must not know. */
    @TestFactory
    Stream<DynamicTest> arrowsPointOneWay() {
        return Stream.of(
                        List.of(
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias"),
                        List.of(
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias"),
                        List.of(
                                "registeredmodel",
                                "experiment",
                                "run",
                                "artifact",
                                "modelversion",
                                "stage",
                                "alias"),
                        List.of("modelversion", "run", "artifact", "stage", "alias"),
                        List.of("stage", "alias"),
                        List.of("alias", "stage"),
                        List.of(
                                "search",
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias",
                                "event"),
                        List.of(
                                "wire",
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias",
                                "event",
                                "search",
                                "database"),
                        List.of(
                                "security",
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias",
                                "event",
                                "search"),
                        List.of(
                                "database",
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias",
                                "event",
                                "search",
                                "wire"),
                        List.of(
                                "event",
                                "experiment",
                                "run",
                                "artifact",
                                "loggedmodel",
                                "registeredmodel",
                                "modelversion",
                                "stage",
                                "alias"))
                .map(
                        line ->
                                DynamicTest.dynamicTest(
                                        line.get(0)
                                                + " knows none of "
                                                + line.subList(1, line.size()),
                                        () ->
                                                noClasses()
                                                        .that()
                                                        .resideInAPackage(ROOT + line.get(0) + "..")
                                                        .should()
                                                        .dependOnClassesThat()
                                                        .resideInAnyPackage(
                                                                line.stream()
                                                                        .skip(1)
                                                                        .map(f -> ROOT + f + "..")
                                                                        .toArray(String[]::new))
                                                        .allowEmptyShould(true)
                                                        .check(CLASSES)));
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

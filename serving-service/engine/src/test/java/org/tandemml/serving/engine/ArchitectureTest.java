package org.tandemml.serving.engine;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows of the engine. */
class ArchitectureTest {
    private static final String ROOT = "org.tandemml.serving.engine";
    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                    .importPackages(ROOT);

    @Test
    void knowsNothingButTheModelAndAJsonTokenizer() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations",
                        "org.tandemml.model..",
                        "com.fasterxml.jackson.core..",
                        ROOT + "..")
                .check(ENGINE);
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void keepsTheTableFreeOfWhoeverFillsIt() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".table..", ROOT + ".literal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".enforce..", ROOT + ".predict..")
                .check(ENGINE);
    }

    @Test
    void hasNoStaticStateThatChanges() {
        noFields()
                .that()
                .areStatic()
                .and(
                        are(
                                DescribedPredicate.describe(
                                        "written by code",
                                        f -> !f.getModifiers().contains(JavaModifier.SYNTHETIC))))
                .should()
                .notBeFinal()
                .check(ENGINE);
    }

    @Test
    void declaresEveryPackageNullMarked() {
        assertThat(ENGINE).isNotEmpty();
        for (JavaClass each : ENGINE) {
            JavaPackage of = each.getPackage();
            assertThat(of.isAnnotatedWith(NullMarked.class)).as(of.getName()).isTrue();
        }
    }
}

package io.shrike.it.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which module may know which, and what only one of them may do. */
class ModuleArrowsTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("io.shrike");

    private static final Map<String, List<String>> ARROWS = Map.of(
            "linux", List.of(),
            "model", List.of(),
            "policy", List.of("model"),
            "trace", List.of("linux", "model"),
            "delivery", List.of("model"),
            "aws", List.of("delivery", "model"),
            "app", List.of("linux", "model", "policy", "trace", "delivery"));

    @Test
    void seesTheClassesOfTheProduct() {
        assertThat(CLASSES.contain("io.shrike.model.Event")).isTrue();
        assertThat(CLASSES.contain("io.shrike.aws.AwsProvider")).isTrue();
    }

    @TestFactory
    List<DynamicTest> knowsOnlyWhatItsArrowsAllow() {
        return ARROWS.keySet().stream()
                .map(module ->
                        DynamicTest.dynamicTest(module, () -> forbidden(module).check(CLASSES)))
                .toList();
    }

    @Test
    void onlyLinuxTouchesForeignMemory() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.shrike.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.foreign..", "sun.misc..", "jdk.internal.."));
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().matching("io.shrike.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyTheCommandUsesTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.shrike.app..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.shrike.app..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void nobodyLogsThroughAFramework() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging.."));
    }

    @Test
    void policiesHaveNoThreadsSocketsOrClockOfTheirOwn() {
        check(noClasses()
                .that()
                .resideInAPackage("io.shrike.policy..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now"));
    }

    @Test
    void traceesAreNeverStartedThroughProcessBuilder() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.shrike.trace..", "io.shrike.linux..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder"));
    }

    private static ArchRule forbidden(String module) {
        String[] others = ARROWS.keySet().stream()
                .filter(other -> !other.equals(module)
                        && !ARROWS.getOrDefault(module, List.of()).contains(other))
                .map(other -> "io.shrike." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.shrike." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}

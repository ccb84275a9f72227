// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleBook;
import io.wattmill.twin.rule.RuleSet;

import java.util.Set;

@AnalyzeClasses(packages = "io.wattmill.twin", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule coreIsPure =
            HouseRules.pureCore(
                    "io.wattmill.twin.figure",
                    "io.wattmill.twin.answer..",
                    "io.wattmill.twin.assemble",
                    "io.wattmill.twin.report..",
                    "io.wattmill.twin.weather",
                    "io.wattmill.twin.facility..",
                    "io.wattmill.twin.availability",
                    "io.wattmill.twin.economics..",
                    "io.wattmill.twin.claim..",
                    "io.wattmill.twin.diff..",
                    "io.wattmill.twin.runs..",
                    "io.wattmill.twin.plan..",
                    "io.wattmill.twin.planfile",
                    "io.wattmill.twin.rule..",
                    "io.wattmill.twin.check",
                    "io.wattmill.twin.predict",
                    "io.wattmill.twin.emulator.text",
                    "io.wattmill.twin.emulator.power",
                    "io.wattmill.twin.emulator.metrics",
                    "io.wattmill.twin.emulator.engine",
                    "io.wattmill.twin.emulator.kv",
                    "io.wattmill.twin.emulator.schema",
                    "io.wattmill.twin.emulator.ask",
                    "io.wattmill.twin.emulator.script",
                    "io.wattmill.twin.emulator.reply",
                    "io.wattmill.twin.emulator.wire");

    @ArchTest static final ArchRule packagesHaveNoCycles = HouseRules.noCycles("io.wattmill.twin");

    @ArchTest
    static final ArchRule emulatorPackagesHaveNoCycles =
            HouseRules.noCycles("io.wattmill.twin.emulator");

    @ArchTest
    static final ArchRule facilityPackagesHaveNoCycles =
            HouseRules.noCycles("io.wattmill.twin.facility");

    @ArchTest static final ArchRule startsNothing = HouseRules.startsNothing();

    @ArchTest static final ArchRule namesArePlain = HouseRules.plainNames();

    @ArchTest
    static final ArchRule onlyTheRoutersPureCoreIsUsed =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.wattmill.router..")
                                    .and(
                                            not(
                                                    resideInAnyPackage(
                                                            "io.wattmill.router.engine",
                                                            "io.wattmill.router.batch",
                                                            "io.wattmill.router.fleet",
                                                            "io.wattmill.router.prediction",
                                                            "io.wattmill.router.placement.."))))
                    .because("the twin runs the code that decides, not the services around it");

    @ArchTest
    static void everyRuleIsInTheBook(JavaClasses classes) {
        var named = RuleBook.rules().stream().map(rule -> rule.getClass().getName()).toList();
        var written =
                classes.stream()
                        .filter(each -> each.isAssignableTo(Rule.class) && !each.isInterface())
                        .map(JavaClass::getName)
                        .toList();
        assertEquals(Set.copyOf(written), Set.copyOf(named));
    }

    @ArchTest
    static void everySetOfRulesIsInTheBook(JavaClasses classes) {
        var named = RuleBook.sets().stream().map(set -> set.getClass().getName()).toList();
        var written =
                classes.stream()
                        .filter(each -> each.isAssignableTo(RuleSet.class) && !each.isInterface())
                        .map(JavaClass::getName)
                        .toList();
        assertEquals(Set.copyOf(written), Set.copyOf(named));
    }

    @ArchTest
    static final ArchRule emulatedEngineKnowsNoPlan =
            noClasses()
                    .that()
                    .resideInAPackage("io.wattmill.twin.emulator..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.wattmill.twin.plan..",
                            "io.wattmill.twin.rule..",
                            "io.wattmill.twin.check");
}

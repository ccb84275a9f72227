// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(packages = "io.wattmill.twin", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule coreIsPure =
            HouseRules.pureCore(
                    "io.wattmill.twin.plan",
                    "io.wattmill.twin.planfile",
                    "io.wattmill.twin.rule",
                    "io.wattmill.twin.check",
                    "io.wattmill.twin.emulator.text",
                    "io.wattmill.twin.emulator.power",
                    "io.wattmill.twin.emulator.metrics",
                    "io.wattmill.twin.emulator.engine",
                    "io.wattmill.twin.emulator.schema",
                    "io.wattmill.twin.emulator.ask",
                    "io.wattmill.twin.emulator.script",
                    "io.wattmill.twin.emulator.reply",
                    "io.wattmill.twin.emulator.wire");

    @ArchTest static final ArchRule packagesHaveNoCycles = HouseRules.noCycles("io.wattmill.twin");

    @ArchTest
    static final ArchRule emulatorPackagesHaveNoCycles =
            HouseRules.noCycles("io.wattmill.twin.emulator");

    @ArchTest static final ArchRule namesArePlain = HouseRules.plainNames();

    @ArchTest
    static final ArchRule onlyTheRoutersPureCoreIsUsed =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.wattmill.router.link..",
                            "io.wattmill.router.rpc..",
                            "io.wattmill.router.publish..")
                    .because("the twin runs the code that decides, not the services around it");

    @ArchTest
    static final ArchRule emulatedEngineKnowsNoPlan =
            noClasses()
                    .that()
                    .resideInAPackage("io.wattmill.twin.emulator..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.wattmill.twin.plan",
                            "io.wattmill.twin.rule",
                            "io.wattmill.twin.check");
}

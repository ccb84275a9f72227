// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.twin.simulate",
        importOptions = ImportOption.DoNotIncludeTests.class)
class SimulateHouseTest {
    private static final String SIMULATE = "io.wattmill.twin.simulate";

    @ArchTest
    static final ArchRule simulationIsPure =
            HouseRules.pureCore(
                    SIMULATE,
                    SIMULATE + ".kernel",
                    SIMULATE + ".fleet",
                    SIMULATE + ".place",
                    SIMULATE + ".report",
                    SIMULATE + ".plan",
                    SIMULATE + ".site");

    @ArchTest static final ArchRule packagesHaveNoCycles = HouseRules.noCycles(SIMULATE);

    @ArchTest static final ArchRule namesArePlain = HouseRules.plainNames();

    @ArchTest
    static final ArchRule theKernelKnowsNoTraceAndNoPlacement =
            noClasses()
                    .that()
                    .resideInAPackage(SIMULATE + ".kernel")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.wattmill.twin.trace..",
                            "io.wattmill.twin.replay..",
                            "io.wattmill.router.placement",
                            "io.wattmill.router.fleet");
}

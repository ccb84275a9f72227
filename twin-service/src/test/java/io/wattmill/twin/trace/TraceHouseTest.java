// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = {"io.wattmill.twin.trace", "io.wattmill.twin.replay"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class TraceHouseTest {

    private static final String TRACE = "io.wattmill.twin.trace";
    private static final String REPLAY = "io.wattmill.twin.replay";

    @ArchTest
    static final ArchRule PURE_CORE =
            HouseRules.pureCore(
                    TRACE,
                    TRACE + ".format",
                    TRACE + ".workload",
                    TRACE + ".servegen",
                    REPLAY + ".prompt",
                    REPLAY + ".wire",
                    REPLAY + ".report");

    @ArchTest
    static final ArchRule TRACES_KNOW_NO_REPLAY =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage(TRACE + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(REPLAY + "..");

    @ArchTest
    static final ArchRule A_REPORT_KNOWS_NEITHER_HTTP_NOR_REPLAY =
            ArchRuleDefinition.noClasses()
                    .that()
                    .resideInAPackage(REPLAY + ".report")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            REPLAY, REPLAY + ".client", REPLAY + ".wire", REPLAY + ".prompt");

    @ArchTest static final ArchRule NO_CYCLES_IN_TRACE = HouseRules.noCycles(TRACE);

    @ArchTest static final ArchRule NO_CYCLES_IN_REPLAY = HouseRules.noCycles(REPLAY);

    @ArchTest static final ArchRule PLAIN_NAMES = HouseRules.plainNames();
}

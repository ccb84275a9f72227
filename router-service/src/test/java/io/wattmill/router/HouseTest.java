// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.router",
        importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    private static final String KV_EVENTS = "io.wattmill.router.kvevents..";

    private static final String[] PURE = {
        "io.wattmill.router.engine..",
        "io.wattmill.router.batch..",
        "io.wattmill.router.fleet..",
        "io.wattmill.router.prediction..",
        "io.wattmill.router.placement..",
        "io.wattmill.router.prefix..",
        "io.wattmill.router.told.."
    };

    @ArchTest static final ArchRule DECISIONS_ARE_PURE = HouseRules.pureCore(PURE);

    /** It speaks a wire, engines', and names blocks as the placement contract does. */
    @ArchTest static final ArchRule READING_IS_PURE = HouseRules.pureCore(KV_EVENTS);

    @ArchTest
    static final ArchRule DECISIONS_DO_NOT_KNOW_THE_WIRE =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.wattmill.contract..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule THE_ROUTER_DOES_NOT_KNOW_THE_TWIN =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.wattmill.twin..");

    @ArchTest static final ArchRule NO_CYCLES = HouseRules.noCycles("io.wattmill.router");

    @ArchTest static final ArchRule STARTS_NOTHING = HouseRules.startsNothing();

    @ArchTest static final ArchRule PLAIN_NAMES = HouseRules.plainNames();
}

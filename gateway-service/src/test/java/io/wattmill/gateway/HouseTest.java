// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule pureCore =
            HouseRules.pureCore(
                    "io.wattmill.gateway.wire..",
                    "io.wattmill.gateway.dialect..",
                    "io.wattmill.gateway.policy..",
                    "io.wattmill.gateway.admission..",
                    "io.wattmill.gateway.lease..",
                    "io.wattmill.gateway.budget..",
                    "io.wattmill.gateway.meter..",
                    "io.wattmill.gateway.identity..",
                    "io.wattmill.gateway.recording..",
                    "io.wattmill.gateway.telemetry..",
                    "io.wattmill.gateway.resilience..",
                    "io.wattmill.gateway.terms..",
                    "io.wattmill.gateway.tokens..",
                    "io.wattmill.gateway.scoreboard..");

    @ArchTest static final ArchRule noCycles = HouseRules.noCycles("io.wattmill.gateway");

    @ArchTest static final ArchRule plainNames = HouseRules.plainNames();

    @ArchTest static final ArchRule startsNothing = HouseRules.startsNothing();
}

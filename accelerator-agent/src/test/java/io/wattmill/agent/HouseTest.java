// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(packages = "io.wattmill.agent", importOptions = DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule PURE_CORE =
            HouseRules.pureCore(
                    "io.wattmill.agent.exposition..",
                    "io.wattmill.agent.source..",
                    "io.wattmill.agent.device..",
                    "io.wattmill.agent.energy..",
                    "io.wattmill.agent.inference..",
                    "io.wattmill.agent.enginepage..",
                    "io.wattmill.agent.discovery..",
                    "io.wattmill.agent.report..",
                    "io.wattmill.agent.rate..",
                    "io.wattmill.agent.page..",
                    "io.wattmill.agent.regression..",
                    "io.wattmill.agent.learning..",
                    "io.wattmill.agent.node..",
                    "io.wattmill.agent.buffer..",
                    "io.wattmill.agent.health..",
                    "io.wattmill.agent.kmsg..");

    @ArchTest static final ArchRule NO_CYCLES = HouseRules.noCycles("io.wattmill.agent");

    @ArchTest static final ArchRule PLAIN_NAMES = HouseRules.plainNames();
}

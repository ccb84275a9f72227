// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
                    "io.wattmill.gateway.scoreboard..");

    @ArchTest static final ArchRule noCycles = HouseRules.noCycles("io.wattmill.gateway");

    @ArchTest static final ArchRule plainNames = HouseRules.plainNames();

    @ArchTest
    static final ArchRule nobodyStartsProcesses =
            ArchRuleDefinition.noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(ProcessBuilder.class)
                    .orShould()
                    .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
                    .because("no request may ever reach a shell");
}

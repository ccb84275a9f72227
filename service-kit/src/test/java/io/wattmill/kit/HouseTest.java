// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(packages = "io.wattmill", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule CONTRACTS_STAND_ALONE =
            noClasses()
                    .that()
                    .resideInAPackage("io.wattmill.contract..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.wattmill.kit..");

    @ArchTest
    static final ArchRule KIT_KNOWS_NO_CONTRACT =
            noClasses()
                    .that()
                    .resideInAPackage("io.wattmill.kit..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.wattmill.contract..");

    @ArchTest
    static final ArchRule CONFIGURATION_AND_TIME_ARE_PURE =
            HouseRules.pureCore("io.wattmill.kit.config..");

    @ArchTest static final ArchRule NO_CYCLES = HouseRules.noCycles("io.wattmill.kit");
}

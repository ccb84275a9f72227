// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.standalone",
        importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule WORDS_ARE_PURE = HouseRules.pureCore("io.wattmill.standalone.screen..");

    @ArchTest static final ArchRule NO_CYCLES = HouseRules.noCycles("io.wattmill.standalone");

    @ArchTest static final ArchRule PLAIN_NAMES = HouseRules.plainNames();
}

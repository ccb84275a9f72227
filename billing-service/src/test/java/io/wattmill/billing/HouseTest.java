// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.origin;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.wattmill.billing.sql.Statement;
import io.wattmill.kit.testing.HouseRules;

@AnalyzeClasses(
        packages = "io.wattmill.billing",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseTest {

    @ArchTest
    static final ArchRule WHAT_DECIDES_IS_PURE =
            HouseRules.pureCore(
                    "io.wattmill.billing.price",
                    "io.wattmill.billing.book",
                    "io.wattmill.billing.account",
                    "io.wattmill.billing.budget",
                    "io.wattmill.billing.chain",
                    "io.wattmill.billing.dump",
                    "io.wattmill.billing.usage",
                    "io.wattmill.billing.meter",
                    "io.wattmill.billing.apportion",
                    "io.wattmill.billing.attribution",
                    "io.wattmill.billing.cost",
                    "io.wattmill.billing.reconcile",
                    "io.wattmill.billing.series",
                    "io.wattmill.billing.report",
                    "io.wattmill.billing.explain",
                    "io.wattmill.billing.json",
                    "io.wattmill.billing.outcome",
                    "io.wattmill.billing.statement");

    @ArchTest static final ArchRule STARTS_NOTHING = HouseRules.startsNothing();

    /**
     * What a caller sends can only be a parameter: no statement is made when somebody asks. Those
     * that are left out put names of their own tables, or constants of the checks, together.
     */
    @ArchTest
    static final ArchRule STATEMENTS_ARE_CONSTANTS =
            noClasses()
                    .that()
                    .haveNameNotMatching(".*\\.(RollupTable|ChainedTable|LateStore|CheckRun)")
                    .should()
                    .callConstructorWhere(
                            target(owner(type(Statement.class)))
                                    .and(not(origin(name("<clinit>")))));

    @ArchTest static final ArchRule NO_CYCLES = HouseRules.noCycles("io.wattmill.billing");

    @ArchTest static final ArchRule PLAIN_NAMES = HouseRules.plainNames();

    @ArchTest
    static final ArchRule ONLY_ITS_OWN_DATABASE_CLIENT =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "org.postgresql..", "org.flywaydb..")
                    .because(
                            "JDBC is the kit's, for migrations; billing speaks through the reactive"
                                    + " client");
}

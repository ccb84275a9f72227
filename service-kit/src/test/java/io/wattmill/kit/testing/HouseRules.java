// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The rules of the house that every module checks of itself. */
public final class HouseRules {

    private HouseRules() {}

    /** Packages that decide must not know I/O, threads, logs, clocks or chance. */
    public static ArchRule pureCore(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "java.sql..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "java.net.http..",
                        "io.wattmill.kit.time..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class, Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .because(
                        "time, seeds and ids are arguments of a decision, and its shell does the"
                                + " rest");
    }

    /** Nothing that a request reaches runs a program or a script. */
    public static ArchRule startsNothing() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.script..", "groovy..", "org.graalvm.polyglot..")
                .orShould()
                .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
                .because("no request may ever reach a shell");
    }

    /** Packages directly below {@code root} must not depend on each other in a circle. */
    public static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /** Names say what a thing is. */
    public static ArchRule plainNames() {
        return classes()
                .should(
                        new ArchCondition<JavaClass>("have a plain name") {
                            @Override
                            public void check(JavaClass item, ConditionEvents events) {
                                String name = item.getSimpleName();
                                if (name.matches(
                                        ".*(Impl|Base|Util|Utils|Manager|Helper)$|^Abstract.+")) {
                                    events.add(
                                            SimpleConditionEvent.violated(
                                                    item,
                                                    item.getFullName() + " hides what it is"));
                                }
                            }
                        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.bench;

import io.wattmill.twin.facility.planned.FacilityOf;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading.Understood;
import io.wattmill.twin.rule.RuleBook;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a very large plan takes a fresh process: reading it, all rules, and a year by the hour with
 * its intervals. Arguments: racks, nodes. Time of the thread that works; what the process takes,
 * compiler and collector too, is printed last.
 */
public final class LargePlanBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LargePlanBench() {}

    public static void main(String[] args) {
        int racks = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int nodes = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        String yaml = LargePlan.yaml(racks, nodes);
        FacilityPlan plan = timed("reading", () -> ((Understood) PlanReader.read(yaml)).plan());
        long began = processCpuMillis();
        print("power units", plan.power().units().size());
        print("rules, results", timed("rules", () -> RuleBook.check(plan)).size());
        Facility facility =
                timed("building", () -> FacilityOf.of(plan, NodeDraw.constant(plan, 1)));
        FacilityYear year = timed("year", () -> FacilityYear.of(facility));
        print("PUE", timed("intervals", () -> YearFigures.of(facility, year)).pue().value());
        print("rules and year, process CPU ms", processCpuMillis() - began);
        print("all, process CPU ms", processCpuMillis());
    }

    private static long processCpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElseThrow();
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long began = THREADS.getCurrentThreadCpuTime();
        T made = work.get();
        print(what + ", CPU ms", (THREADS.getCurrentThreadCpuTime() - began) / 1e6);
        return made;
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-32s %,.2f%n", what, value);
    }
}

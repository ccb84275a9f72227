// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.check.Look;
import io.wattmill.twin.check.PlanCheck;
import io.wattmill.twin.check.PlanReport;
import io.wattmill.twin.check.PlanReportText;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.Random;

/** Whatever is done to a plan: problems or a plan, never an exception, and soon. */
class PlanMutationTest {
    /** Far above what any takes on a slow machine, and far below what takes exponential time. */
    private static final long MOST_CPU_NANOS = 10_000_000_000L;

    @BeforeAll
    static void warmUp() {
        ReferencePlans.names().forEach(name -> checked(ReferencePlans.text(name).orElseThrow()));
    }

    private static long checked(String yaml) {
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        var report = PlanCheck.check(yaml);
        assertTrue(!PlanReportText.of(report, Look.PLAIN).isBlank());
        if (report instanceof PlanReport.Unreadable unreadable) {
            assertTrue(unreadable.problems().stream().noneMatch(p -> p.problem().isBlank()));
            assertTrue(unreadable.problems().size() <= 101);
        }
        return thread.getCurrentThreadCpuTime() - before;
    }

    private static void bounded(String yaml, String what) {
        long nanos = checked(yaml);
        assertTrue(nanos < MOST_CPU_NANOS, () -> what + " took " + nanos / 1_000_000 + " ms");
    }

    private static String any(Random random) {
        return ReferencePlans.text(PlanMutation.any(random)).orElseThrow();
    }

    @Test
    void survivesChangesOfStructure() throws Exception {
        for (long seed = 10_000; seed < 10_300; seed++) {
            var random = new Random(seed);
            var plan = PlanYaml.tree(any(random));
            var what = PlanMutation.mutate(plan, random);
            if (random.nextBoolean()) {
                what += "; " + PlanMutation.mutate(plan, random);
            }
            bounded(plan.toString(), "seed " + seed + ": " + what);
        }
    }

    @Test
    void survivesChangesOfText() {
        for (long seed = 20_000; seed < 20_300; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(any(random));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(20));
                text.replace(at, end, noise(random));
            }
            bounded(text.toString(), "seed " + seed);
        }
    }

    private static String noise(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "[".repeat(random.nextInt(50));
            case 2 -> "\n  - &a *a\n";
            case 3 -> String.valueOf((char) random.nextInt(0xffff));
            case 4 -> "1e" + random.nextInt(100_000);
            default -> random.nextLong() + ": {";
        };
    }

    @Test
    void survivesWhatIsBuiltToHurt() {
        bounded("a: &a [x]\nb: *a\n", "an alias");
        bounded("[".repeat(100_000), "deep nesting");
        bounded("a: ".repeat(50_000), "deep keys");
        bounded("feeds: [" + "{},".repeat(9_000) + "{}]", "many empty feeds");
        bounded("x".repeat(1_000_000), "one long word");
        bounded("racks: [" + "1,".repeat(400_000) + "1]", "a long list");
        bounded("? {a: {b: [1]}}\n: 2\n", "a mapping as a key");
        bounded("--- 1\n--- 2\n", "two documents");
    }

    @Test
    void survivesAPowerChainOfManyPaths() {
        var text = new StringBuilder();
        for (int i = 1; i < 100; i++) {
            text.append("  - {id: a%d, rated-kw: 100, fed-by: [%s]}\n".formatted(i, above(i)));
            text.append("  - {id: b%d, rated-kw: 100, fed-by: [%s]}\n".formatted(i, above(i)));
        }
        var plan = SamplePlan.text().replace("pdus:\n", "pdus:\n" + text);
        bounded(plan.replace("fed-by: [pdu-a]", "fed-by: [a99, b99]"), "two to the 99 paths");
    }

    private static String above(int level) {
        return level == 1 ? "ups-a, ups-b" : "a%d, b%d".formatted(level - 1, level - 1);
    }
}

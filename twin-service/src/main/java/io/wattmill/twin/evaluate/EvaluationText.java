// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;

import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a table. */
public final class EvaluationText {
    private static final String HEAD = "%-23s %7s %20s %17s %6s %8s %15s %8s %6s %13s%n";
    private static final String ROW =
            "%-23s %6.2f%% %20s %17s %5.1f%% %8.4f %15s %8.3f %6.2f %13s%n";

    private EvaluationText() {}

    /** Lines that end with a line feed. */
    public static String of(EvaluationReport report) {
        var text = new StringBuilder(head(report));
        text.append(
                HEAD.formatted(
                        "policy",
                        "good",
                        "TTFT p50/p90/p99 ms",
                        "TPOT ms",
                        "hits",
                        "J/token",
                        "of seeds",
                        "$/Mtok",
                        "imbal.",
                        "us p50/p99"));
        report.policies().forEach(policy -> text.append(row(policy)));
        return text.toString();
    }

    private static String head(EvaluationReport report) {
        Question question = report.question();
        Capacity capacity = report.capacity();
        return String.format(
                Locale.ROOT,
                "%s, %s on %s%nload %.0f %% of %.2f requests/s (95 %% good by %s), %d seeds of %,d"
                        + " requests, %.0f s each, %.0f W idle per H100, %s%n%n",
                report.trace(),
                question.fleet().model(),
                question.fleet().words(),
                100 * report.load(),
                capacity.requestsPerSecond(),
                reference(capacity),
                question.seeds().size(),
                report.requests(),
                report.windowSeconds(),
                question.watts().idleH100(),
                question.watts().hostPerGpu() > 0
                        ? Math.round(question.watts().hostPerGpu()) + " W host per GPU"
                        : "GPUs alone");
    }

    private static String reference(Capacity capacity) {
        return capacity.reference().isEmpty()
                ? "what was given"
                : capacity.reference().stream()
                        .map(PlacementMode::label)
                        .collect(Collectors.joining());
    }

    private static String row(PolicyFigures policy) {
        return String.format(
                Locale.ROOT,
                ROW,
                policy.policy().label(),
                100 * policy.goodput(),
                whole(policy.ttftMs()),
                tenths(policy.tpotMs()),
                100 * policy.prefixHitShare(),
                policy.joulesWithHost(),
                spread(policy),
                policy.usdPerMtok(),
                policy.imbalance(),
                decision(policy.decisionUs()));
    }

    /** The least and the most joules of the GPUs per token. */
    private static String spread(PolicyFigures policy) {
        var seeds =
                policy.bySeed().stream()
                        .mapToDouble(PolicyFigures.OfSeed::joulesPerOutputToken)
                        .summaryStatistics();
        return String.format(Locale.ROOT, "%.4f-%.4f", seeds.getMin(), seeds.getMax());
    }

    private static String whole(Percentiles of) {
        return String.format(Locale.ROOT, "%.0f/%.0f/%.0f", of.p50(), of.p90(), of.p99());
    }

    private static String tenths(Percentiles of) {
        return String.format(Locale.ROOT, "%.1f/%.1f/%.1f", of.p50(), of.p90(), of.p99());
    }

    private static String decision(Percentiles of) {
        return String.format(Locale.ROOT, "%.1f/%.1f", of.p50(), of.p99());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import io.wattmill.twin.claim.ClaimReport;
import io.wattmill.twin.claim.Condition;
import io.wattmill.twin.claim.Obstacle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdict in words; the same in text and JSON. */
final class ClaimVerdict {
    private ClaimVerdict() {}

    /** Whether the claim follows from its constants, and whether its sides may be compared. */
    static String of(ClaimReport report) {
        return reproducible(report) + "; " + comparable(report.obstacles());
    }

    private static String reproducible(ClaimReport report) {
        if (report.checks().isEmpty()) {
            return "states no ratio";
        }
        return report.reproducible()
                ? "reproducible from its constants"
                : "not reproducible from its constants";
    }

    private static String comparable(List<Obstacle> obstacles) {
        if (obstacles.isEmpty()) {
            return "the sides are comparable";
        }
        return "not comparable: "
                + Stream.of(
                                conditions(obstacles, Obstacle.Differs.class, "differ"),
                                conditions(obstacles, Obstacle.Untold.class, "not told"))
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining("; "));
    }

    private static String conditions(
            List<Obstacle> obstacles, Class<? extends Obstacle> kind, String word) {
        Map<Condition, List<String>> found =
                obstacles.stream()
                        .filter(kind::isInstance)
                        .collect(
                                Collectors.groupingBy(
                                        Obstacle::condition,
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                ClaimVerdict::said, Collectors.toList())));
        if (found.isEmpty()) {
            return "";
        }
        return word
                + ": "
                + found.entrySet().stream()
                        .map(each -> named(each.getKey().shown(), each.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String named(String condition, List<String> said) {
        return said.equals(List.of(condition))
                ? condition
                : condition + " (" + String.join(", ", said) + ")";
    }

    private static String said(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.Differs differs ->
                    differs.aspect() + " " + differs.a() + " against " + differs.b();
            case Obstacle.Untold untold ->
                    untold.aspect() + untold.said().map(each -> " only " + each).orElse("");
        };
    }
}

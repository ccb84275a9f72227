// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Differences as text for a terminal: a metric a paragraph, its parts below it. */
public final class DifferenceText {
    private static final MathContext DIGITS = new MathContext(4);

    private DifferenceText() {}

    /** The text, ending with a line break. */
    public static String of(Difference difference) {
        var lines = new ArrayList<String>();
        switch (difference) {
            case Difference.Unanswered(String plan, String why) ->
                    lines.add("✗ plan " + plan + " has no answer: " + why);
            case Difference.Attributed found -> attributed(found, lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void attributed(Difference.Attributed found, List<String> lines) {
        lines.add(
                found.parts().isEmpty()
                        ? "the plans are equal"
                        : "differ in  " + String.join(", ", found.parts()));
        for (var each : found.attributions()) {
            if (each.difference().signum() != 0) {
                metric(each, lines);
            }
        }
        if (!found.unattributed().isEmpty()) {
            lines.add("? not attributed: " + String.join(", ", found.unattributed()));
        }
    }

    private static void metric(Attribution each, List<String> lines) {
        lines.add(
                "%s  %s → %s  (%s)"
                        .formatted(
                                each.metric(),
                                shown(each.a()),
                                shown(each.b()),
                                signed(each.difference())));
        if (told(each.averaged()).equals(told(each.inOrder()))) {
            shares("in any order", each.averaged(), lines);
            return;
        }
        if (!each.averaged().isEmpty()) {
            shares("on average over all orders", each.averaged(), lines);
        }
        shares("in this order", each.inOrder(), lines);
    }

    /** What adds nothing is told last, in one line. */
    private static void shares(String title, List<Share> shares, List<String> lines) {
        lines.add("    " + title);
        lines.addAll(told(shares));
        var nothing =
                shares.stream()
                        .filter(share -> share.adds().signum() == 0)
                        .map(DifferenceText::together)
                        .collect(Collectors.joining(", "));
        if (!nothing.isEmpty()) {
            lines.add("    %14s  %s".formatted("0", nothing));
        }
    }

    private static List<String> told(List<Share> shares) {
        return shares.stream()
                .filter(share -> share.adds().signum() != 0)
                .map(share -> "    %14s  %s".formatted(signed(share.adds()), together(share)))
                .toList();
    }

    private static String together(Share share) {
        return String.join(" with ", share.parts());
    }

    private static String signed(BigDecimal value) {
        return value.signum() > 0 ? "+" + shown(value) : shown(value).replace('-', '−');
    }

    private static String shown(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.round(DIGITS).stripTrailingZeros().toPlainString();
    }
}

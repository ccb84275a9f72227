// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.answer.RuleLine;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.report.shown.ReportView.CountView;
import io.wattmill.twin.report.shown.ReportView.RuleView;
import io.wattmill.twin.report.shown.ReportView.RulesView;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Says what the rules said, the worst first. */
final class Rules {
    private Rules() {}

    static List<RulesView> of(List<RuleLine> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        var counts = Arrays.stream(RuleVerdict.values()).map(each -> count(each, lines)).toList();
        var rules =
                lines.stream()
                        .sorted(Comparator.comparing(RuleLine::verdict))
                        .map(Rules::rule)
                        .toList();
        return List.of(new RulesView(counts, rules));
    }

    private static CountView count(RuleVerdict verdict, List<RuleLine> lines) {
        int count = (int) lines.stream().filter(line -> line.verdict() == verdict).count();
        return new CountView(kind(verdict), verdict.sign(), verdict.words(), count);
    }

    private static RuleView rule(RuleLine line) {
        return new RuleView(
                kind(line.verdict()),
                line.verdict().sign(),
                line.verdict().words(),
                line.rule(),
                line.subject(),
                line.statement(),
                line.value(),
                line.limit(),
                line.marginPermille().map(Rules::percent).orElse(""),
                line.source(),
                line.fix());
    }

    private static String kind(RuleVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String percent(long permille) {
        long percent = Math.floorDiv(permille, 10L);
        return (percent < 0 ? "−" : "") + Math.abs(percent) + " %";
    }
}

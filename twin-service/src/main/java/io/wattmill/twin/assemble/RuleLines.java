// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.RuleLine;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Verdict;

import java.util.List;
import java.util.Optional;

/** What the rules said, in words. */
final class RuleLines {
    private RuleLines() {}

    static List<RuleLine> of(List<RuleResult> results) {
        return results.stream().map(RuleLines::line).toList();
    }

    private static RuleLine line(RuleResult result) {
        return switch (result.verdict()) {
            case Verdict.Fail(String says, Measure measure, String fix) ->
                    line(result, RuleVerdict.FAIL, says, Optional.of(measure), fix);
            case Verdict.Warn(String says, Measure measure, String fix) ->
                    line(result, RuleVerdict.WARN, says, Optional.of(measure), fix);
            case Verdict.Pass(String says, Measure measure) ->
                    line(result, RuleVerdict.PASS, says, Optional.of(measure), "");
            case Verdict.CannotSay(String says, String fix) ->
                    line(result, RuleVerdict.CANNOT_SAY, says, Optional.empty(), fix);
        };
    }

    private static RuleLine line(
            RuleResult result,
            RuleVerdict verdict,
            String says,
            Optional<Measure> measure,
            String fix) {
        return new RuleLine(
                result.rule(),
                result.subject(),
                verdict,
                says,
                measure.map(each -> each.valueQuantity().text()).orElse(""),
                measure.map(each -> each.limitQuantity().text()).orElse(""),
                measure.flatMap(each -> each.marginPermille().stream().boxed().findFirst()),
                result.source(),
                fix);
    }
}

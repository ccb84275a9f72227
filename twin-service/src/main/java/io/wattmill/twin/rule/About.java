// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.rule.RuleResult.Input;

import java.util.List;
import java.util.stream.Stream;

/**
 * A thing in a plan and the figures that are known of it, on the way to a finding. In statements
 * and fixes, {@code {value}} and {@code {limit}} stand for what is measured.
 *
 * @param subject id of the thing in the plan
 * @param inputs figures, in the order of the reasoning
 */
public record About(String subject, List<Input> inputs) {

    /** Nothing is known yet. */
    public static About of(String subject) {
        return new About(subject, List.of());
    }

    /** With one more figure. */
    public About with(String name, long value, Unit unit) {
        var input = new Input(name, new Quantity(value, unit));
        return new About(subject, Stream.concat(inputs.stream(), Stream.of(input)).toList());
    }

    /** Fails above the limit and warns close to it. */
    public Finding atMost(long value, long limit, Unit unit, String statement, String fix) {
        var measure = new Measure(value, limit, unit);
        return says(Margins.verdict(measure, text(statement, measure), text(fix, measure)));
    }

    /** Fails above the limit; reaching it exactly is as good as staying far below. */
    public Finding notAbove(long value, long limit, Unit unit, String statement, String fix) {
        var measure = new Measure(value, limit, unit);
        return says(
                measure.holds()
                        ? new Verdict.Pass(text(statement, measure), measure)
                        : new Verdict.Fail(text(statement, measure), measure, text(fix, measure)));
    }

    /** Warns above the limit, and never fails. */
    public Finding advised(long value, long limit, Unit unit, String statement, String fix) {
        var measure = new Measure(value, limit, unit);
        return says(
                measure.holds()
                        ? new Verdict.Pass(text(statement, measure), measure)
                        : new Verdict.Warn(text(statement, measure), measure, text(fix, measure)));
    }

    /** The plan does not hold what the rule needs. */
    public Finding unknown(String statement, String fix) {
        return says(new Verdict.CannotSay(statement, fix));
    }

    /** This verdict. */
    public Finding says(Verdict verdict) {
        return new Finding(subject, verdict, inputs);
    }

    private static String text(String template, Measure measure) {
        return template.replace("{value}", measure.valueQuantity().text())
                .replace("{limit}", measure.limitQuantity().text());
    }
}

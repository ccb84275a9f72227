// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.List;

/**
 * A continuous load (three hours and longer, as inference is) may take at most 80 % of a breaker's
 * rating. Racks on several breakers are taken to share their load evenly; what one breaker carries
 * when another is lost is a rule of redundancy, not of this one.
 */
public final class BreakerContinuousLoad implements Rule {
    @Override
    public String id() {
        return "power.breaker.continuous";
    }

    @Override
    public String demand() {
        return "A breaker carries at most 80 % of its rating continuously.";
    }

    @Override
    public String source() {
        return "NEC 210.20(A), continuous load at most 80 % of the rating";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        var chain = Contingencies.of(checked);
        return plan.power().breakers().stream()
                .map(breaker -> check(plan, chain, breaker))
                .toList();
    }

    private RuleResult check(FacilityPlan plan, Contingencies chain, Breaker breaker) {
        var rated = new Input("rating", new Quantity(breaker.ratedWatts(), Unit.WATT));
        var share = new Input("continuous share", new Quantity(Breaker.CONTINUOUS_PPM, Unit.PPM));
        return switch (ItLoad.of(plan, chain.racksBehind(breaker))) {
            case ItLoad.Unknown unknown ->
                    result(breaker, unknown.cannotSay(), List.of(rated, share));
            case ItLoad.Known _ ->
                    result(
                            breaker,
                            verdict(breaker, chain.load(breaker)),
                            List.of(
                                    new Input("load", new Quantity(chain.load(breaker), Unit.WATT)),
                                    rated,
                                    share));
        };
    }

    private static Verdict verdict(Breaker breaker, long watts) {
        var limit = Math.max(1, breaker.continuousWatts());
        var measure = new Measure(watts, limit, Unit.WATT);
        var statement =
                "%s on a breaker that may carry %s"
                        .formatted(measure.valueQuantity().text(), measure.limitQuantity().text());
        return Margins.verdict(measure, statement, fix(breaker, watts));
    }

    private static String fix(Breaker breaker, long watts) {
        var wattsPerAmp = (double) breaker.ratedWatts() / breaker.amps();
        var amps = (long) Math.ceil(watts / (wattsPerAmp * Breaker.CONTINUOUS_PPM / 1e6));
        return "a breaker of %d A or more, or fewer nodes behind it".formatted(amps);
    }

    private RuleResult result(Breaker breaker, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), breaker.id(), verdict, inputs, source());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.Rack;
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
 * The nodes of a rack together draw at most what the rack position is rated for, in power and so in
 * heat.
 */
public final class RackPower implements Rule {

    @Override
    public String id() {
        return "power.rack.rating";
    }

    @Override
    public String demand() {
        return "The nodes of a rack draw at most what the position is rated for.";
    }

    @Override
    public String source() {
        return "plan: rack rating; node type nameplate";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return plan.racks().stream().map(rack -> check(plan, rack)).toList();
    }

    private RuleResult check(FacilityPlan plan, Rack rack) {
        return switch (ItLoad.of(plan, rack)) {
            case ItLoad.Unknown unknown -> result(rack, unknown.cannotSay(), List.of());
            case ItLoad.Known(long watts) -> check(rack, watts);
        };
    }

    private RuleResult check(Rack rack, long watts) {
        var load = new Input("load", new Quantity(watts, Unit.WATT));
        if (rack.ratedWatts().isEmpty()) {
            var verdict =
                    new Verdict.CannotSay(
                            "the rack position has no rating",
                            "give rated-kw of rack "
                                    + rack.id()
                                    + ": what feed and cooling allow there");
            return result(rack, verdict, List.of(load));
        }
        var measure = new Measure(watts, rack.ratedWatts().getAsLong(), Unit.WATT);
        var statement =
                "%s of nodes in a rack rated %s"
                        .formatted(measure.valueQuantity().text(), measure.limitQuantity().text());
        var fix =
                "fewer nodes in the rack, or a position of " + load.quantity().text() + " or more";
        var rated = new Input("rating", measure.limitQuantity());
        return result(rack, Margins.verdict(measure, statement, fix), List.of(load, rated));
    }

    private RuleResult result(Rack rack, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), rack.id(), verdict, inputs, source());
    }
}

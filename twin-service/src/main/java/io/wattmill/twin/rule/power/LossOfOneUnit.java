// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.site.Site.Redundancy;
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
import java.util.stream.Collectors;

/**
 * N+1: whichever one unit from the utility to the breakers is lost, every rack has power left, and
 * what takes over stays within its rating (a breaker within its continuous share, since a repair
 * takes longer than three hours).
 */
public final class LossOfOneUnit implements Rule {

    @Override
    public String id() {
        return "power.redundancy";
    }

    @Override
    public String demand() {
        return "After the loss of any one unit every rack has power and no unit is overloaded.";
    }

    @Override
    public String source() {
        return "N+1: any one unit lost, survivors within rating; breakers 80 % (NEC 210.20(A))";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return switch (ItLoad.of(checked)) {
            case ItLoad.Unknown unknown ->
                    List.of(
                            new RuleResult(
                                    id(), plan.site(), unknown.cannotSay(), List.of(), source()));
            case ItLoad.Known _ -> check(plan, Contingencies.of(checked));
        };
    }

    private List<RuleResult> check(FacilityPlan plan, Contingencies chain) {
        boolean mayFail = !nothingClaimed(plan);
        return chain.units(mayFail).stream()
                .map(unit -> check(chain, unit))
                .map(result -> mayFail ? result : softened(result))
                .toList();
    }

    private static boolean nothingClaimed(FacilityPlan plan) {
        return plan.place().redundancy().value() == Redundancy.N;
    }

    /** A site that claims no redundancy learns what it gives up, and is not refused. */
    private static RuleResult softened(RuleResult result) {
        return result.verdict() instanceof Verdict.Fail(var statement, var measure, var fix)
                ? new RuleResult(
                        result.rule(),
                        result.subject(),
                        new Verdict.Warn(statement + "; the plan claims no more", measure, fix),
                        result.inputs(),
                        result.source())
                : result;
    }

    private RuleResult check(Contingencies chain, PowerUnit unit) {
        var carried = new Input("carried before", new Quantity(chain.load(unit), Unit.WATT));
        return switch (chain.lose(unit)) {
            case Loss.Dark(List<Rack> racks) -> result(unit, dark(unit, racks), List.of(carried));
            case Loss.Idle _ -> result(unit, idle(unit), List.of(carried));
            case Loss.Survived survived ->
                    result(
                            unit,
                            verdict(unit, survived),
                            List.of(
                                    carried,
                                    watts(
                                            "load of " + Contingencies.text(survived.fullest()),
                                            survived.watts()),
                                    watts("its limit", survived.limitWatts())));
        };
    }

    private static Input watts(String name, long watts) {
        return new Input(name, new Quantity(watts, Unit.WATT));
    }

    private static Verdict dark(PowerUnit unit, List<Rack> racks) {
        var measure = new Measure(racks.size(), 0, Unit.RACK);
        var names = racks.stream().map(Rack::id).limit(5).collect(Collectors.joining(", "));
        var more = racks.size() > 5 ? " and " + (racks.size() - 5) + " more" : "";
        return new Verdict.Fail(
                "loss of %s leaves %s%s without power"
                        .formatted(Contingencies.text(unit), names, more),
                measure,
                "a second breaker for %s that does not hang on %s"
                        .formatted(racks.getFirst().id(), Contingencies.text(unit)));
    }

    private static Verdict idle(PowerUnit unit) {
        return new Verdict.Pass(
                "loss of %s leaves nothing that carries load, and no rack without power"
                        .formatted(Contingencies.text(unit)),
                new Measure(0, 0, Unit.RACK));
    }

    private static Verdict verdict(PowerUnit unit, Loss.Survived survived) {
        var measure = new Measure(survived.watts(), survived.limitWatts(), Unit.WATT);
        var statement =
                "loss of %s puts %s on %s that may carry %s"
                        .formatted(
                                Contingencies.text(unit),
                                measure.valueQuantity().text(),
                                Contingencies.text(survived.fullest()),
                                measure.limitQuantity().text());
        var fix =
                "%s for %s or more, or less load on it"
                        .formatted(
                                Contingencies.text(survived.fullest()),
                                measure.valueQuantity().text());
        return Margins.verdict(measure, statement, fix);
    }

    private RuleResult result(PowerUnit unit, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), unit.id(), verdict, inputs, source());
    }
}

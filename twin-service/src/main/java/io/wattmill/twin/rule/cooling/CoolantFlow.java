// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.CoolantUnit;
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
import java.util.stream.Stream;

/** The pump of a coolant unit moves enough coolant to carry the heat of its racks away. */
public final class CoolantFlow implements Rule {
    private static final long KILOWATT = 1_000;

    @Override
    public String id() {
        return "cooling.flow";
    }

    @Override
    public String demand() {
        return "The pump of a coolant unit moves enough for the heat of its racks.";
    }

    @Override
    public String source() {
        return "60 / (rho x c x dT) L/min per kW; OCP guideline: 1.25 to 2.0";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        var homeless =
                plan.racks().stream()
                        .filter(rack -> rack.coolantUnits().isEmpty())
                        .filter(rack -> LiquidHeat.concerns(plan, rack))
                        .map(this::homeless);
        var units = plan.cooling().coolantUnits().stream().map(unit -> check(plan, unit));
        return Stream.concat(units, homeless).toList();
    }

    private RuleResult homeless(Rack rack) {
        var verdict =
                new Verdict.CannotSay(
                        "the rack is cooled by liquid and hangs on no coolant unit",
                        "give cdu of rack " + rack.id() + ", and the unit under cdus");
        return result(rack.id(), verdict, List.of());
    }

    private RuleResult check(FacilityPlan plan, CoolantUnit unit) {
        var racks =
                plan.racks().stream()
                        .filter(rack -> rack.coolantUnits().contains(unit.id()))
                        .toList();
        return switch (LiquidHeat.shareOf(plan, racks)) {
            case ItLoad.Unknown unknown -> result(unit.id(), unknown.cannotSay(), List.of());
            case ItLoad.Known(long watts) ->
                    result(
                            unit.id(),
                            verdict(unit, watts),
                            List.of(
                                    new Input("liquid heat", new Quantity(watts, Unit.WATT)),
                                    new Input(
                                            "rise",
                                            new Quantity(
                                                    unit.riseTenthsKelvin(), Unit.TENTH_KELVIN)),
                                    flow("per kW", unit.flowFor(KILOWATT)),
                                    flow("pump", unit.pumpMlPerMinute())));
        };
    }

    private static Input flow(String name, long mlPerMinute) {
        return new Input(name, new Quantity(mlPerMinute, Unit.ML_PER_MINUTE));
    }

    private static Verdict verdict(CoolantUnit unit, long watts) {
        var measure = new Measure(unit.flowFor(watts), unit.pumpMlPerMinute(), Unit.ML_PER_MINUTE);
        var statement =
                "needs %s for %s, pump gives %s"
                        .formatted(
                                measure.valueQuantity().text(),
                                new Quantity(watts, Unit.WATT).text(),
                                measure.limitQuantity().text());
        var rise = new Quantity(unit.riseFor(watts), Unit.TENTH_KELVIN);
        var fix =
                "a pump of %s, or a rise of %s"
                        .formatted(measure.valueQuantity().text(), rise.text());
        return Margins.verdict(measure, statement, fix);
    }

    private RuleResult result(String subject, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), subject, verdict, inputs, source());
    }
}

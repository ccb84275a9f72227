// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.floor;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.List;
import java.util.Optional;

/** A rack weighs no more per area than the floor under it bears. */
public final class FloorLoad implements Rule {
    private static final long CM2_PER_M2 = 10_000;

    @Override
    public String id() {
        return "floor.load";
    }

    @Override
    public String demand() {
        return "A rack weighs no more per area than the slab bears.";
    }

    @Override
    public String source() {
        return "mass over footprint; plan: slab rating";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return plan.racks().stream().map(rack -> check(plan, rack)).toList();
    }

    private RuleResult check(FacilityPlan plan, Rack rack) {
        var missing = missing(plan, rack);
        if (missing.isPresent()) {
            return new RuleResult(id(), rack.id(), missing.get(), List.of(), source());
        }
        long kg = rack.massKg().orElseThrow();
        long cm2 = rack.footprintCm2().orElseThrow();
        long slab = plan.building().floor().slabKgPerM2().orElseThrow();
        return new RuleResult(
                id(),
                rack.id(),
                verdict(kg, cm2, slab),
                List.of(
                        new Input("mass", new Quantity(kg, Unit.KG)),
                        new Input("footprint", new Quantity(cm2, Unit.CM2)),
                        new Input("slab", new Quantity(slab, Unit.KG_PER_M2))),
                source());
    }

    private static Optional<Verdict> missing(FacilityPlan plan, Rack rack) {
        if (plan.building().floor().slabKgPerM2().isEmpty()) {
            return cannotSay("what the floor bears is not given", "give floor.slab-kg-per-m2");
        }
        if (rack.massKg().isEmpty()) {
            return cannotSay(
                    "the mass of the rack is not given",
                    "give mass-kg of rack " + rack.id() + ", with all that stands in it");
        }
        return rack.footprintCm2().isPresent()
                ? Optional.empty()
                : cannotSay(
                        "the footprint of the rack is not given",
                        "give footprint-m2 of rack " + rack.id() + ", for example 0.72");
    }

    private static Optional<Verdict> cannotSay(String statement, String fix) {
        return Optional.of(new Verdict.CannotSay(statement, fix));
    }

    private static Verdict verdict(long kg, long cm2, long slab) {
        var measure = new Measure(Math.ceilDiv(kg * CM2_PER_M2, cm2), slab, Unit.KG_PER_M2);
        var needed = new Quantity(Math.ceilDiv(kg * CM2_PER_M2, slab), Unit.CM2);
        var statement =
                "%s on a floor that bears %s"
                        .formatted(measure.valueQuantity().text(), measure.limitQuantity().text());
        return Margins.verdict(
                measure,
                statement,
                "spread the rack over %s, or less in it".formatted(needed.text()));
    }
}

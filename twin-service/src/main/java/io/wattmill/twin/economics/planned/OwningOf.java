// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.CostYear;
import io.wattmill.twin.economics.Investment;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.money.Finance;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.upkeep.Part;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a plan builds and buys. */
final class OwningOf {

    private OwningOf() {}

    static CostYear.Owning of(FacilityPlan plan, double itWatts, Lean lean) {
        Finance finance = plan.finance();
        return new CostYear.Owning(
                new Investment(it(plan, lean), lean.years(finance.itYears())),
                new Investment(
                        lean.of(finance.facilityPerKw())
                                .multiply(BigDecimal.valueOf(itWatts / 1_000)),
                        lean.years(finance.facilityYears())),
                new Investment(spares(plan, lean), lean.years(finance.itYears())),
                lean.rate(finance.discountRate()),
                lean.rate(finance.opexShare()),
                lean.of(finance.staffPerYear()));
    }

    private static BigDecimal it(FacilityPlan plan, Lean lean) {
        BigDecimal racks =
                lean.of(plan.finance().perRack()).multiply(BigDecimal.valueOf(plan.racks().size()));
        return groups(plan)
                .map(group -> node(plan, group, lean).multiply(BigDecimal.valueOf(group.count())))
                .reduce(racks, BigDecimal::add);
    }

    private static Stream<NodeGroup> groups(FacilityPlan plan) {
        return plan.racks().stream().flatMap(rack -> rack.nodes().stream());
    }

    private static BigDecimal node(FacilityPlan plan, NodeGroup group, Lean lean) {
        NodeType type = plan.nodeType(group.type());
        return type.price()
                .map(price -> lean.of(price, true))
                .orElseGet(
                        () ->
                                lean.of(plan.finance().perGpu())
                                        .multiply(BigDecimal.valueOf(type.gpus())));
    }

    /** Spare GPUs at the price of one, spare nodes at that of the dearest. */
    private static BigDecimal spares(FacilityPlan plan, Lean lean) {
        BigDecimal dearest =
                groups(plan)
                        .map(group -> node(plan, group, lean))
                        .max(Comparator.naturalOrder())
                        .orElse(BigDecimal.ZERO);
        return dearest.multiply(BigDecimal.valueOf(plan.upkeep().spares(Part.NODE)))
                .add(
                        lean.of(plan.finance().perGpu())
                                .multiply(BigDecimal.valueOf(plan.upkeep().spares(Part.GPU))));
    }

    /** How the money is known: the least trustworthy of what it is made of. */
    static Provenance provenance(FacilityPlan plan) {
        Finance finance = plan.finance();
        Stream.Builder<Given<?>> all = Stream.builder();
        all.add(finance.facilityPerKw()).add(finance.perRack());
        all.add(finance.itYears()).add(finance.facilityYears());
        all.add(finance.discountRate()).add(finance.opexShare());
        if (finance.staffPerYear().value().signum() != 0) {
            all.add(finance.staffPerYear());
        }
        if (plan.upkeep().spares(Part.GPU) > 0
                || !groups(plan).allMatch(each -> priced(plan, each))) {
            all.add(finance.perGpu());
        }
        Provenance how =
                groups(plan).anyMatch(each -> priced(plan, each))
                        ? Provenance.CLAIMED
                        : Provenance.DERIVED;
        return all.build().map(Given::provenance).reduce(how, Provenance::and);
    }

    private static boolean priced(FacilityPlan plan, NodeGroup group) {
        return plan.nodeType(group.type()).price().isPresent();
    }
}

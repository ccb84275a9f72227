// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.CostYear;
import io.wattmill.twin.economics.EnergyBill;
import io.wattmill.twin.economics.Investment;
import io.wattmill.twin.economics.Tariff;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.plan.money.EnergySupply.Period;
import io.wattmill.twin.plan.money.Finance;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.upkeep.Part;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/** A year's money of a plan whose building was computed. */
final class MoneyOf {
    /** What prices that nobody vouches for may be off; those of the plan half as much. */
    private static final double ASSUMED_PRICE_ERROR = 0.2;

    private static final double WATTS_PER_KW = 1_000;

    private final FacilityPlan plan;
    private final Finance finance;

    private MoneyOf(FacilityPlan plan) {
        this.plan = plan;
        this.finance = plan.finance();
    }

    /** Empty where the plan gives no price of energy or no currency. */
    static Optional<Layers.Money> of(FacilityPlan plan, FacilityYear year) {
        var energy = plan.energy();
        if (energy.currency().isEmpty() || energy.priceNanoPerKwh().isEmpty()) {
            return Optional.empty();
        }
        var money = new MoneyOf(plan);
        var bill = EnergyBill.of(tariff(energy), year.column(Column.SITE), year.sum(Column.LITRES));
        return Optional.of(new Layers.Money(CostYear.of(bill, money.owning()), money.certainty()));
    }

    private static Tariff tariff(EnergySupply energy) {
        return new Tariff(
                energy.priceNanoPerKwh(),
                energy.tariff().periods().stream().map(MoneyOf::period).toList(),
                energy.tariff().demandPerKwMonth().value(),
                energy.tariff().waterPerM3().value());
    }

    private static Tariff.Period period(Period period) {
        var days =
                switch (period.days()) {
                    case ALL -> Tariff.Days.ALL;
                    case WEEKDAYS -> Tariff.Days.WEEKDAYS;
                    case WEEKENDS -> Tariff.Days.WEEKENDS;
                };
        return new Tariff.Period(
                period.fromHour(), period.toHour(), days, period.priceNanoPerKwh());
    }

    private CostYear.Owning owning() {
        double itYears = finance.itYears().value();
        return new CostYear.Owning(
                new Investment(nodes().add(racks()), itYears),
                new Investment(building(), finance.facilityYears().value()),
                new Investment(spares(), itYears),
                finance.discountRate().value(),
                finance.opexShare().value(),
                finance.staffPerYear().value());
    }

    private BigDecimal nodes() {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .map(this::group)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal group(NodeGroup group) {
        return price(plan.nodeType(group.type())).multiply(BigDecimal.valueOf(group.count()));
    }

    private BigDecimal price(NodeType type) {
        return type.price()
                .orElseGet(
                        () -> finance.perGpu().value().multiply(BigDecimal.valueOf(type.gpus())));
    }

    private BigDecimal racks() {
        return finance.perRack().value().multiply(BigDecimal.valueOf(plan.racks().size()));
    }

    private BigDecimal building() {
        var draw = NodeDraw.constant(plan, 1);
        double watts =
                plan.racks().stream()
                        .mapToDouble(rack -> rack.ratedWatts().orElse((long) draw.maxWatts(rack)))
                        .sum();
        return finance.facilityPerKw().value().multiply(BigDecimal.valueOf(watts / WATTS_PER_KW));
    }

    /** Spare nodes at the price of the dearest type; spare GPUs at that of a GPU. */
    private BigDecimal spares() {
        var gpus = BigDecimal.valueOf(plan.upkeep().spares(Part.GPU));
        var nodes = BigDecimal.valueOf(plan.upkeep().spares(Part.NODE));
        var node =
                plan.nodeTypes().values().stream()
                        .map(this::price)
                        .max(BigDecimal::compareTo)
                        .orElse(BigDecimal.ZERO);
        return gpus.multiply(finance.perGpu().value()).add(nodes.multiply(node));
    }

    private Figure certainty() {
        var known =
                Stream.of(finance.facilityPerKw(), finance.perRack(), finance.perGpu())
                        .map(given -> given.provenance())
                        .reduce(Provenance.CLAIMED, Provenance::and);
        double error = known == Provenance.ASSUMED ? ASSUMED_PRICE_ERROR : ASSUMED_PRICE_ERROR / 2;
        return Figure.within(1, error, known, "prices of the plan and its defaults");
    }
}

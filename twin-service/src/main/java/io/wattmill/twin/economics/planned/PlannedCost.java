// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.CostYear;
import io.wattmill.twin.economics.EnergyBill;
import io.wattmill.twin.economics.Rent;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;

import java.util.Optional;

/**
 * What a year of a planned site costs.
 *
 * @param currency of all of it
 * @param bill power and water
 * @param year all parts, at the plan's values
 * @param certainty factor on the year's money, around 1: from all of its inputs at their low ends
 *     to all at their high ends
 * @param rent against renting the same GPUs; empty when the plan names no rent
 */
public record PlannedCost(
        String currency, EnergyBill bill, CostYear year, Figure certainty, Optional<Rent> rent) {
    private static final String DOLLARS = "USD";

    /**
     * The money of a plan.
     *
     * @param siteWatts mean at the meter of each of the 8,760 hours
     * @param litres water of the year
     * @param itWatts what the racks are rated for: the building is paid by it
     */
    public static PlannedCost of(
            FacilityPlan plan, double[] siteWatts, double litres, double itWatts) {
        EnergyBill bill = EnergyBill.of(TariffOf.of(plan.energy(), Lean.VALUE), siteWatts, litres);
        CostYear year = CostYear.of(bill, OwningOf.of(plan, itWatts, Lean.VALUE));
        double total = year.total().doubleValue();
        double low = total(plan, siteWatts, litres, itWatts, Lean.LOW);
        double high = total(plan, siteWatts, litres, itWatts, Lean.HIGH);
        Provenance how = OwningOf.provenance(plan).and(TariffOf.provenance(plan.energy(), litres));
        Figure certainty =
                total > 0
                        ? new Figure(1, low / total, high / total, how, "finance of the plan")
                        : Figure.exact(1, how, "finance of the plan");
        return new PlannedCost(
                plan.energy().currency().orElse(DOLLARS),
                bill,
                year,
                certainty,
                plan.finance()
                        .rentPerGpuHour()
                        .filter(rent -> rent.signum() > 0)
                        .map(rent -> Rent.against(year, rent, Math.max(1, plan.gpus()))));
    }

    private static double total(
            FacilityPlan plan, double[] siteWatts, double litres, double itWatts, Lean lean) {
        EnergyBill bill = EnergyBill.of(TariffOf.of(plan.energy(), lean), siteWatts, litres);
        return CostYear.of(bill, OwningOf.of(plan, itWatts, lean)).total().doubleValue();
    }
}

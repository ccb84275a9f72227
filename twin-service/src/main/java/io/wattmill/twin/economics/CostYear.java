// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A year's money, by what it goes to.
 *
 * @param parts in the plan's currency; every part has an entry, in their order
 */
public record CostYear(Map<CostPart, BigDecimal> parts) {
    private static final BigDecimal HOURS = BigDecimal.valueOf(8_760);

    /** Copies its parts; what has no entry costs nothing. */
    public CostYear {
        Map<CostPart, BigDecimal> all = new EnumMap<>(CostPart.class);
        for (CostPart part : CostPart.values()) {
            all.put(part, parts.getOrDefault(part, BigDecimal.ZERO));
        }
        parts = Collections.unmodifiableMap(all);
    }

    /**
     * What owning and running costs.
     *
     * @param bill power and water
     * @param owning what was built and bought
     */
    public static CostYear of(EnergyBill bill, Owning owning) {
        return new CostYear(
                Map.of(
                        CostPart.ENERGY, bill.energy(),
                        CostPart.DEMAND, bill.demand(),
                        CostPart.WATER, bill.water(),
                        CostPart.IT, owning.it().perYear(owning.discountRate()),
                        CostPart.FACILITY, owning.facility().perYear(owning.discountRate()),
                        CostPart.UPKEEP, owning.upkeepPerYear(),
                        CostPart.STAFF, owning.staffPerYear(),
                        CostPart.SPARES, owning.spares().perYear(owning.discountRate())));
    }

    /**
     * What was built and bought.
     *
     * @param it nodes, racks, cables
     * @param facility building, power, cooling
     * @param spares that lie ready
     * @param discountRate per year, 0 to 1
     * @param upkeepShare of IT and facility, spent each year, 0 to 1
     * @param staffPerYear people
     */
    public record Owning(
            Investment it,
            Investment facility,
            Investment spares,
            double discountRate,
            double upkeepShare,
            BigDecimal staffPerYear) {

        BigDecimal upkeepPerYear() {
            return it.amount().add(facility.amount()).multiply(BigDecimal.valueOf(upkeepShare));
        }
    }

    /** What goes to that part. */
    public BigDecimal part(CostPart part) {
        return parts.getOrDefault(part, BigDecimal.ZERO);
    }

    /** All of it. */
    public BigDecimal total() {
        return parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Per hour. */
    public BigDecimal perHour() {
        return total().divide(HOURS, MathContext.DECIMAL64);
    }

    /** Per GPU and hour, used or not; at least one GPU. */
    public BigDecimal perGpuHour(long gpus) {
        return perHour().divide(BigDecimal.valueOf(gpus), MathContext.DECIMAL64);
    }
}

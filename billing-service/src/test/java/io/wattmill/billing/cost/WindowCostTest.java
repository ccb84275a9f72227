// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.account.LedgerKind;
import io.wattmill.billing.account.Postings;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.price.FacilityFactors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

final class WindowCostTest {

    private static final long KWH_UJ = 3_600_000_000_000L;
    private static final CostTransfers.Made MADE =
            new CostTransfers.Made(7, 1, "node", "node/engine", "USD");

    @Example
    void oneKilowattHourOfDevicesCostsWhatTheFactorsSay() {
        FacilityFactors factors =
                new FacilityFactors(100_000, 1_500_000, 400_000_000, new BigDecimal("0.10"));
        CostBasis basis = new CostBasis(KWH_UJ, OptionalLong.empty(), 0, factors);
        // 1 kWh of devices, 0.1 of the host, 0.55 of the facility: 1.65 kWh.
        assertEquals(
                new Amounts(KWH_UJ / 10, KWH_UJ * 55 / 100, 0, 165_000_000, 660_000_000),
                basis.amounts());
    }

    @Example
    void aMeteredHostCountsInsteadOfTheConfiguredShare() {
        FacilityFactors factors = new FacilityFactors(500_000, 1_000_000, 0, BigDecimal.ZERO);
        CostBasis basis = new CostBasis(1_000, OptionalLong.of(7), 0, factors);
        assertEquals(7, basis.amounts().hostUj());
    }

    @Example
    void anHourOfTwoGpusCostsTheirRates() {
        GpuRates rates =
                new GpuRates(
                        java.util.Map.of("h100-sxm", new BigDecimal("1.69")),
                        new BigDecimal("0.5"));
        long nanoPerHour = rates.nanoPerHour(List.of("h100-sxm", ""));
        assertEquals(2_190_000_000L, nanoPerHour);
        assertEquals(6_083_333L, GpuRates.nano(nanoPerHour, 10_000_000));
    }

    @Example
    void aHostWithoutDevicesIsDividedByTimeOnTheEngine() {
        FacilityFactors factors = new FacilityFactors(500_000, 1_000_000, 0, BigDecimal.ZERO);
        CostBasis basis = new CostBasis(0, OptionalLong.of(1_000), 0, factors);
        List<Portion> present =
                List.of(
                        new Portion(0, 0, 9_000_000, new Bearer.Project("long")),
                        new Portion(1, 0, 1_000_000, new Bearer.Project("short")));
        List<CostLine> lines = WindowCost.of(basis, present).lines();
        assertEquals(900, lines.getFirst().amounts().hostUj());
        assertEquals(100, lines.getLast().amounts().hostUj());
    }

    @Property
    void theLinesSumToTheWindowExactly(
            @ForAll("bases") CostBasis basis, @ForAll("uses") List<Long> uses) {
        WindowCost cost = WindowCost.of(basis, portions(uses));
        assertEquals(basis.amounts(), cost.amounts());
        assertEquals(
                cost.amounts(), Amounts.sum(cost.lines().stream().map(CostLine::amounts).toList()));
    }

    @Property
    void whoUsesMoreNeverPaysLess(
            @ForAll("bases") CostBasis basis, @ForAll("uses") List<Long> uses) {
        List<CostLine> lines = WindowCost.of(basis, portions(uses)).lines();
        for (int i = 1; i < uses.size(); i++) {
            if (uses.get(i) > uses.get(i - 1)) {
                // Remainders of a few roundings may go to the smaller one.
                assertTrue(
                        lines.get(i).amounts().costNano() + 4
                                >= lines.get(i - 1).amounts().costNano());
            }
        }
    }

    @Property
    void whatIsBookedAndTakenBackLeavesEveryAccountAsItWas(
            @ForAll("bases") CostBasis basis, @ForAll("uses") List<Long> uses) {
        WindowCost cost = WindowCost.of(basis, portions(uses));
        List<Transfer> booked = CostTransfers.book(MADE, cost.lines());
        List<Transfer> all = new ArrayList<>(booked);
        all.addAll(CostTransfers.takeBack(MADE, cost.lines()));
        Postings.of(all).forEach(posting -> assertEquals(posting.debit(), posting.credit()));
        Set<UUID> ids = new HashSet<>();
        all.forEach(transfer -> assertTrue(ids.add(transfer.id())));
        assertEquals(cost.amounts().costNano(), sum(booked, LedgerKind.COST));
        assertEquals(cost.amounts().carbonUg(), sum(booked, LedgerKind.CARBON));
        assertEquals(
                cost.amounts().hostUj() + cost.amounts().facilityUj(),
                sum(booked, LedgerKind.ENERGY));
    }

    private static long sum(List<Transfer> transfers, LedgerKind ledger) {
        return transfers.stream()
                .filter(transfer -> transfer.ledger() == ledger)
                .mapToLong(Transfer::amount)
                .sum();
    }

    private static List<Portion> portions(List<Long> uses) {
        List<Portion> portions = new ArrayList<>();
        for (int i = 0; i < uses.size(); i++) {
            Bearer bearer =
                    i == uses.size() - 1
                            ? new Bearer.Unattributed("node/engine")
                            : new Bearer.Project("p" + i % 2);
            portions.add(new Portion(i, uses.get(i), 1, bearer));
        }
        return portions;
    }

    @Provide
    Arbitrary<List<Long>> uses() {
        return Arbitraries.longs().between(0, 10_000_000_000L).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<CostBasis> bases() {
        Arbitrary<FacilityFactors> factors =
                Combinators.combine(
                                Arbitraries.longs().between(0, 500_000),
                                Arbitraries.longs().between(1_000_000, 2_000_000),
                                Arbitraries.longs().between(0, 1_000_000_000),
                                Arbitraries.bigDecimals()
                                        .between(BigDecimal.ZERO, BigDecimal.TEN)
                                        .ofScale(15))
                        .as(FacilityFactors::new);
        Arbitrary<OptionalLong> hosts =
                Arbitraries.longs()
                        .between(0, 100_000_000_000L)
                        .optional()
                        .map(uj -> uj.map(OptionalLong::of).orElseGet(OptionalLong::empty));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100_000_000_000L),
                        hosts,
                        Arbitraries.longs().between(0, 1_000_000_000),
                        factors)
                .as(CostBasis::new);
    }
}

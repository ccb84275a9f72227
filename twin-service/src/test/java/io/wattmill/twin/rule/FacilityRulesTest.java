// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.Breaker;
import io.wattmill.twin.plan.Breaker.Supply;
import io.wattmill.twin.plan.CoolantUnit;
import io.wattmill.twin.plan.CoolantUnit.Coolant;
import io.wattmill.twin.plan.EnergySupply;
import io.wattmill.twin.plan.Facility;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.Feed;
import io.wattmill.twin.plan.NodeGroup;
import io.wattmill.twin.plan.NodeType;
import io.wattmill.twin.plan.PowerUnit;
import io.wattmill.twin.plan.Rack;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules about the building: redundancy, cooling, floor, energy. */
class FacilityRulesTest {
    private static final long NODE_WATTS = 10_000;

    private static Breaker breaker(String id, String feed, List<String> ups) {
        return new Breaker(
                id, feed, ups, Optional.empty(), Supply.THREE_PHASE, 415, 1_000, 1_000_000);
    }

    private static Rack rack(String id, List<String> breakers) {
        return rack(id, breakers, Optional.empty());
    }

    private static Rack rack(String id, List<String> breakers, Optional<String> cdu) {
        return new Rack(
                id,
                breakers,
                OptionalLong.empty(),
                List.of(new NodeGroup("node", 1)),
                cdu,
                OptionalLong.of(900),
                OptionalLong.of(7_200));
    }

    private static FacilityPlan plan(
            List<Feed> feeds, List<Breaker> breakers, List<Rack> racks, Facility facility) {
        var node = new NodeType("node", "h100-sxm", 8, OptionalLong.of(NODE_WATTS), 700_000);
        return new FacilityPlan(
                "hall", feeds, breakers, racks, Map.of("node", node), List.of(), facility);
    }

    private static FacilityPlan site(Facility facility) {
        return plan(
                List.of(new Feed("a", 1_000_000)),
                List.of(breaker("q", "a", List.of())),
                List.of(rack("r", List.of("q"), Optional.of("cdu"))),
                facility);
    }

    private static Facility facility(CoolantUnit unit, OptionalLong slab, EnergySupply energy) {
        return new Facility(List.of(), List.of(), List.of(unit), slab, energy);
    }

    private static Facility energy(List<Long> price, List<Long> carbon, OptionalLong pue) {
        var supply = new EnergySupply(Optional.of("EUR"), price, carbon, pue);
        return facility(pump(60_000), OptionalLong.of(1_300), supply);
    }

    private static CoolantUnit pump(long mlPerMinute) {
        return new CoolantUnit("cdu", mlPerMinute, Coolant.PG25, 100);
    }

    private static Verdict verdict(Rule rule, FacilityPlan plan, String subject) {
        return rule.check(plan).stream()
                .filter(result -> result.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing about " + subject))
                .verdict();
    }

    @Property
    void aFeedSurvivesTheLossOfTheOtherWhenItCarriesAllRacks(
            @ForAll @IntRange(min = 1, max = 40) int racks,
            @ForAll @LongRange(min = 5_000, max = 450_000) long rated) {
        var plan =
                plan(
                        List.of(new Feed("a", rated), new Feed("b", 1_000_000)),
                        List.of(breaker("qa", "a", List.of()), breaker("qb", "b", List.of())),
                        IntStream.range(0, racks)
                                .mapToObj(i -> rack("r" + i, List.of("qa", "qb")))
                                .toList(),
                        Facility.NOT_GIVEN);
        boolean holds = racks * NODE_WATTS <= rated;
        var lossOfB = verdict(new LossOfOneUnit(), plan, "b");
        assertEquals(holds, !(lossOfB instanceof Verdict.Fail), lossOfB::statement);
        assertTrue(!(verdict(new LossOfOneUnit(), plan, "a") instanceof Verdict.Fail));
    }

    @Test
    void aRackWithoutASecondWayIsNamed() {
        var plan =
                plan(
                        List.of(new Feed("a", 100_000), new Feed("b", 100_000)),
                        List.of(breaker("qa", "a", List.of()), breaker("qb", "b", List.of())),
                        List.of(rack("r1", List.of("qa", "qb")), rack("r2", List.of("qa"))),
                        Facility.NOT_GIVEN);
        var fail = assertInstanceOf(Verdict.Fail.class, verdict(new LossOfOneUnit(), plan, "a"));
        assertTrue(fail.statement().contains("feed a leaves r2 without"), fail::statement);
        assertTrue(fail.fix().contains("second breaker for r2"), fail::fix);
        assertInstanceOf(Verdict.Pass.class, verdict(new LossOfOneUnit(), plan, "b"));
    }

    @Test
    void parallelUpsShareWhatALostOneCarried() {
        var ups = List.of("u1", "u2", "u3");
        for (long rated : new long[] {14_900, 15_000, 16_000}) {
            var plan =
                    plan(
                            List.of(new Feed("a", 100_000), new Feed("b", 100_000)),
                            List.of(breaker("qa", "a", ups), breaker("qb", "b", ups)),
                            Stream.of("r1", "r2", "r3")
                                    .map(id -> rack(id, List.of("qa", "qb")))
                                    .toList(),
                            new Facility(
                                    ups.stream().map(id -> new PowerUnit(id, rated)).toList(),
                                    List.of(),
                                    List.of(),
                                    OptionalLong.empty(),
                                    EnergySupply.NOT_GIVEN));
            boolean fails = verdict(new LossOfOneUnit(), plan, "u2") instanceof Verdict.Fail;
            assertEquals(rated < 15_000, fails);
        }
    }

    @Test
    void aSurvivingBreakerMayCarryItsContinuousShareOnly() {
        var small =
                new Breaker(
                        "qb",
                        "b",
                        List.of(),
                        Optional.of("pdu"),
                        Supply.SINGLE_PHASE,
                        230,
                        54,
                        1_000_000);
        var plan =
                plan(
                        List.of(new Feed("a", 100_000), new Feed("b", 100_000)),
                        List.of(breaker("qa", "a", List.of()), small),
                        List.of(rack("r", List.of("qa", "qb"))),
                        new Facility(
                                List.of(),
                                List.of(new PowerUnit("pdu", 50_000)),
                                List.of(),
                                OptionalLong.empty(),
                                EnergySupply.NOT_GIVEN));
        // 230 V * 54 A * 0.8 = 9,936 W for 10,000 W
        var fail = assertInstanceOf(Verdict.Fail.class, verdict(new LossOfOneUnit(), plan, "a"));
        assertTrue(fail.statement().contains("breaker qb"), fail::statement);
        assertInstanceOf(Verdict.Pass.class, verdict(new LossOfOneUnit(), plan, "pdu"));
    }

    @Property
    void aPumpDoesFromTheFlowThatCarriesTheHeatOn(
            @ForAll @LongRange(min = 1_000, max = 20_000) long pump) {
        var site = site(facility(pump(pump), OptionalLong.empty(), EnergySupply.NOT_GIVEN));
        // 7 kW of liquid heat, 3.997 kJ per litre and kelvin, 10 K: 10.508 L/min
        var verdict = verdict(new CoolantFlow(), site, "cdu");
        assertEquals(pump >= 10_508, !(verdict instanceof Verdict.Fail), verdict::statement);
    }

    @Test
    void flowPerKilowattIsWhatGuidelinesSayAndTheFixHolds() {
        assertEquals(1_442, new CoolantUnit("c", 1, Coolant.WATER, 100).flowFor(1_000));
        assertEquals(1_502, pump(1).flowFor(1_000));
        var fail =
                assertInstanceOf(
                        Verdict.Fail.class,
                        verdict(
                                new CoolantFlow(),
                                site(
                                        facility(
                                                pump(9_000),
                                                OptionalLong.empty(),
                                                EnergySupply.NOT_GIVEN)),
                                "cdu"));
        assertTrue(fail.fix().contains("10.5 L/min, or a rise of 11.7 K"), fail::fix);
        assertTrue(new CoolantUnit("c", 9_000, Coolant.PG25, 117).flowFor(7_000) <= 9_000);
    }

    @Test
    void liquidHeatWithoutACoolantUnitCannotBeJudged() {
        var plan =
                plan(
                        List.of(new Feed("a", 1_000_000)),
                        List.of(breaker("q", "a", List.of())),
                        List.of(rack("r", List.of("q"))),
                        Facility.NOT_GIVEN);
        assertInstanceOf(Verdict.CannotSay.class, verdict(new CoolantFlow(), plan, "r"));
    }

    @Property
    void aFloorBearsItsRatingAndNotAKilogramMore(
            @ForAll @LongRange(min = 1_000, max = 1_500) long slab) {
        var site = site(facility(pump(1), OptionalLong.of(slab), EnergySupply.NOT_GIVEN));
        // 900 kg on 0.72 m2 = 1,250 kg/m2
        var verdict = verdict(new FloorLoad(), site, "r");
        assertEquals(slab >= 1_250, !(verdict instanceof Verdict.Fail));
    }

    @Test
    void whatIsNotGivenCannotBeJudgedAndTheFixSaysWhatToGive() {
        var bare = site(Facility.NOT_GIVEN);
        assertMissing("floor.slab-kg-per-m2", verdict(new FloorLoad(), bare, "r"));
        assertMissing("energy.price-per-kwh", verdict(new EnergyGiven(), bare, "price-per-kwh"));
        assertMissing("carbon-g-per-kwh", verdict(new EnergyGiven(), bare, "carbon-g-per-kwh"));
        assertMissing("energy.pue", verdict(new PueBounds(), bare, "hall"));
    }

    private static void assertMissing(String key, Verdict verdict) {
        var cannotSay = assertInstanceOf(Verdict.CannotSay.class, verdict);
        assertTrue(cannotSay.fix().contains(key), cannotSay::fix);
    }

    private static Verdict price(Long... nanoPerKwh) {
        var site = site(energy(List.of(nanoPerKwh), List.of(350_000L), OptionalLong.empty()));
        return verdict(new EnergyGiven(), site, "price-per-kwh");
    }

    @Test
    void aPriceMayBeNegativeForAnHourButNotAbsurdOnAverage() {
        assertInstanceOf(Verdict.Pass.class, price(85_000_000L));
        assertInstanceOf(Verdict.Fail.class, price(85_000_000_000L));
        var cents = assertInstanceOf(Verdict.Fail.class, price(1_000_000L));
        assertTrue(cents.measure().marginPermille().orElseThrow() < 0);
        var day = Collections.nCopies(23, 60_000_000L);
        var withNegative = Stream.concat(day.stream(), Stream.of(-20_000_000L));
        assertInstanceOf(Verdict.Pass.class, price(withNegative.toArray(Long[]::new)));
        assertInstanceOf(Verdict.Fail.class, price(day.toArray(Long[]::new)));
        assertInstanceOf(Verdict.Fail.class, price(-20_000_000L));
    }

    @Test
    void carbonIsBoundedByTheDirtiestGrid() {
        for (long grams : new long[] {0, 369, 1_499, 1_501}) {
            var site = site(energy(List.of(), List.of(grams * 1_000), OptionalLong.empty()));
            var verdict = verdict(new EnergyGiven(), site, "carbon-g-per-kwh");
            assertEquals(grams > 1_500, verdict instanceof Verdict.Fail);
        }
    }

    @Property
    void aPueIsBetweenOneAndTwoAndWarnsWhereNobodyIs(
            @ForAll @LongRange(min = 500_000, max = 2_500_000) long pue) {
        var site = site(energy(List.of(), List.of(), OptionalLong.of(pue)));
        switch (verdict(new PueBounds(), site, "hall")) {
            case Verdict.Fail _ -> assertTrue(pue < 1_000_000 || pue > 2_000_000);
            case Verdict.Warn _ -> assertTrue(pue < 1_020_000 || pue > 1_940_000);
            case Verdict.Pass _ -> assertTrue(pue >= 1_020_000 && pue <= 1_940_000);
            case Verdict.CannotSay _ -> throw new AssertionError("it is given");
        }
    }
}

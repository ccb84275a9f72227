// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.FacilityPlan.Building;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.CoolantUnit.Coolant;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.Power;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.power.Stage;
import io.wattmill.twin.plan.power.Ups;
import io.wattmill.twin.plan.room.Floor;
import io.wattmill.twin.plan.room.Network;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.rule.cooling.CoolantFlow;
import io.wattmill.twin.rule.energy.EnergyGiven;
import io.wattmill.twin.rule.energy.PueBounds;
import io.wattmill.twin.rule.floor.FloorLoad;
import io.wattmill.twin.rule.power.LossOfOneUnit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules about the building: redundancy, cooling, floor, energy. */
class FacilityRulesTest {
    private static final long NODE_WATTS = 10_000;

    private static Breaker breaker(String id, List<String> fedBy) {
        return new Breaker(id, fedBy, Supply.THREE_PHASE, 415, 1_000, 1_000_000);
    }

    private static Breaker breaker(String id, String fedBy) {
        return breaker(id, List.of(fedBy));
    }

    private static Stage stage(String id, Kind kind, long rated, String fedBy) {
        return new Stage(id, kind, rated, List.of(fedBy), List.of(), Losses.NONE, Optional.empty());
    }

    private static Ups ups(String id, long rated, List<String> fedBy) {
        return new Ups(id, rated, fedBy, List.of(), Losses.NONE, Optional.empty());
    }

    private static Rack rack(String id, List<String> breakers) {
        return rack(id, breakers, List.of());
    }

    private static Rack rack(String id, List<String> breakers, List<String> cdus) {
        return new Rack(
                id,
                breakers,
                OptionalLong.empty(),
                List.of(new NodeGroup("node", 1)),
                cdus,
                OptionalLong.of(900),
                OptionalLong.of(7_200),
                OptionalInt.empty());
    }

    private static FacilityPlan plan(List<PowerUnit> units, List<Rack> racks) {
        var node = new NodeType("node", "h100-sxm", 8, OptionalLong.of(NODE_WATTS), 700_000);
        return new FacilityPlan("hall", new Power(units), racks, Map.of("node", node), List.of());
    }

    private static FacilityPlan bare() {
        return plan(
                List.of(new Feed("a", 1_000_000), breaker("q", "a")),
                List.of(rack("r", List.of("q"), List.of("cdu"))));
    }

    private static FacilityPlan site(CoolantUnit unit, OptionalLong slab) {
        return bare().with(
                        new Building(
                                Cooling.of(List.of(unit)), Floor.bearing(slab), Network.NOT_GIVEN));
    }

    private static FacilityPlan energy(List<Long> price, List<Long> carbon, OptionalLong pue) {
        return bare().with(new EnergySupply(Optional.of("EUR"), price, carbon, pue));
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
                        List.of(
                                new Feed("a", rated),
                                new Feed("b", 1_000_000),
                                breaker("qa", "a"),
                                breaker("qb", "b")),
                        IntStream.range(0, racks)
                                .mapToObj(i -> rack("r" + i, List.of("qa", "qb")))
                                .toList());
        boolean holds = racks * NODE_WATTS <= rated;
        var lossOfB = verdict(new LossOfOneUnit(), plan, "b");
        assertEquals(holds, !(lossOfB instanceof Verdict.Fail), lossOfB::statement);
        assertTrue(!(verdict(new LossOfOneUnit(), plan, "a") instanceof Verdict.Fail));
    }

    @Test
    void aRackWithoutASecondWayIsNamed() {
        var plan =
                plan(
                        List.of(
                                new Feed("a", 100_000),
                                new Feed("b", 100_000),
                                breaker("qa", "a"),
                                breaker("qb", "b")),
                        List.of(rack("r1", List.of("qa", "qb")), rack("r2", List.of("qa"))));
        var fail = assertInstanceOf(Verdict.Fail.class, verdict(new LossOfOneUnit(), plan, "a"));
        assertTrue(fail.statement().contains("feed a leaves r2 without"), fail::statement);
        assertTrue(fail.fix().contains("second breaker for r2"), fail::fix);
        assertInstanceOf(Verdict.Pass.class, verdict(new LossOfOneUnit(), plan, "b"));
    }

    @Test
    void parallelUpsShareWhatALostOneCarried() {
        var ids = List.of("u1", "u2", "u3");
        for (long rated : new long[] {14_900, 15_000, 16_000}) {
            var units = new ArrayList<PowerUnit>();
            units.add(new Feed("a", 100_000));
            units.add(new Feed("b", 100_000));
            ids.forEach(id -> units.add(ups(id, rated, List.of("a", "b"))));
            units.add(breaker("qa", ids));
            units.add(breaker("qb", ids));
            var racks = ids.stream().map(id -> rack("r" + id, List.of("qa", "qb"))).toList();
            var plan = plan(units, racks);
            boolean fails = verdict(new LossOfOneUnit(), plan, "u2") instanceof Verdict.Fail;
            assertEquals(rated < 15_000, fails);
        }
    }

    @Test
    void aSurvivingBreakerMayCarryItsContinuousShareOnly() {
        var small = new Breaker("qb", "pdu", Supply.SINGLE_PHASE, 230, 54, 1_000_000);
        var plan =
                plan(
                        List.of(
                                new Feed("a", 100_000),
                                new Feed("b", 100_000),
                                stage("pdu", Kind.PDU, 50_000, "b"),
                                breaker("qa", "a"),
                                small),
                        List.of(rack("r", List.of("qa", "qb"))));
        // 230 V * 54 A * 0.8 = 9,936 W for 10,000 W
        var fail = assertInstanceOf(Verdict.Fail.class, verdict(new LossOfOneUnit(), plan, "a"));
        assertTrue(fail.statement().contains("breaker qb"), fail::statement);
        assertInstanceOf(Verdict.Pass.class, verdict(new LossOfOneUnit(), plan, "pdu"));
    }

    @Property
    void aPumpDoesFromTheFlowThatCarriesTheHeatOn(
            @ForAll @LongRange(min = 1_000, max = 20_000) long pump) {
        var site = site(pump(pump), OptionalLong.empty());
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
                        verdict(new CoolantFlow(), site(pump(9_000), OptionalLong.empty()), "cdu"));
        assertTrue(fail.fix().contains("10.5 L/min, or a rise of 11.7 K"), fail::fix);
        assertTrue(new CoolantUnit("c", 9_000, Coolant.PG25, 117).flowFor(7_000) <= 9_000);
    }

    @Test
    void liquidHeatWithoutACoolantUnitCannotBeJudged() {
        var plan =
                plan(
                        List.of(new Feed("a", 1_000_000), breaker("q", "a")),
                        List.of(rack("r", List.of("q"))));
        assertInstanceOf(Verdict.CannotSay.class, verdict(new CoolantFlow(), plan, "r"));
    }

    @Property
    void aFloorBearsItsRatingAndNotAKilogramMore(
            @ForAll @LongRange(min = 1_000, max = 1_500) long slab) {
        var site = site(pump(1), OptionalLong.of(slab));
        // 900 kg on 0.72 m2 = 1,250 kg/m2
        var verdict = verdict(new FloorLoad(), site, "r");
        assertEquals(slab >= 1_250, !(verdict instanceof Verdict.Fail));
    }

    @Test
    void whatIsNotGivenCannotBeJudgedAndTheFixSaysWhatToGive() {
        var bare = bare();
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
        var site = energy(List.of(nanoPerKwh), List.of(350_000L), OptionalLong.empty());
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
            var site = energy(List.of(), List.of(grams * 1_000), OptionalLong.empty());
            var verdict = verdict(new EnergyGiven(), site, "carbon-g-per-kwh");
            assertEquals(grams > 1_500, verdict instanceof Verdict.Fail);
        }
    }

    @Property
    void aPueIsBetweenOneAndTwoAndWarnsWhereNobodyIs(
            @ForAll @LongRange(min = 500_000, max = 2_500_000) long pue) {
        var site = energy(List.of(), List.of(), OptionalLong.of(pue));
        switch (verdict(new PueBounds(), site, "hall")) {
            case Verdict.Fail _ -> assertTrue(pue < 1_000_000 || pue > 2_000_000);
            case Verdict.Warn _ -> assertTrue(pue < 1_020_000 || pue > 1_940_000);
            case Verdict.Pass _ -> assertTrue(pue >= 1_020_000 && pue <= 1_940_000);
            case Verdict.CannotSay _ -> throw new AssertionError("it is given");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.Power;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.Rack;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The whole book on a hundred racks with two breakers each, and a year of weather. */
class RuleSpeedTest {
    private static final int RACKS = 100;
    private static final int TRIES = 5;

    /** Less than a second on two busy cores; what grows with the square would be far beyond. */
    private static final double BOUND_SECONDS = 3;

    private static FacilityPlan large() {
        var small = RulesOnReferencePlansTest.plan("gb200-nvl72-8-racks");
        List<PowerUnit> units = new ArrayList<>(small.power().units());
        List<Rack> racks = new ArrayList<>();
        var model = small.racks().getFirst();
        var parents = small.power().breakers();
        for (int i = 0; i < RACKS; i++) {
            List<String> cords = List.of("a" + i, "b" + i);
            units.add(breaker(cords.getFirst(), parents.getFirst()));
            units.add(breaker(cords.getLast(), parents.getLast()));
            racks.add(
                    new Rack(
                            "rack" + i,
                            cords,
                            model.ratedWatts(),
                            model.nodes(),
                            model.coolantUnits(),
                            model.massKg(),
                            model.footprintCm2(),
                            model.units()));
        }
        return new FacilityPlan(
                small.place(),
                new Power(units),
                racks,
                small.nodeTypes(),
                small.models(),
                small.building(),
                small.workloads(),
                small.energy(),
                small.finance(),
                small.upkeep());
    }

    private static Breaker breaker(String id, Breaker like) {
        return new Breaker(id, like.fedBy(), Supply.THREE_PHASE, 415, 250, 980_000);
    }

    @Test
    void aHundredRacksAreCheckedInNoTime() {
        var plan = large();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            int results = RuleBook.check(plan).size();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            assertTrue(results > RACKS);
        }
        System.out.printf("100 racks, %d units: %.3f s%n", plan.power().units().size(), best);
        assertTrue(best < BOUND_SECONDS, "best of " + TRIES + ": " + best + " s");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** Whether the machines of each loop carry its heat at the hottest hour, all of them or fewer. */
final class LoopCapacity {
    private LoopCapacity() {}

    static final Rule CHILLERS =
            new DerivedRule(
                    "cooling.chiller.capacity",
                    "The chillers of each loop carry what the outside cannot cool at the hottest"
                            + " hour.",
                    "plan: capacity, cooled-by; bulb + approaches against supply",
                    checked -> each(checked, Bank.CHILLER, LoopCapacity::chillers));

    static final Rule REJECTORS =
            new DerivedRule(
                    "cooling.rejector.capacity",
                    "Dry coolers and towers of each loop give all its heat to the air, that of"
                            + " compressors too.",
                    "plan: capacity at the approach, cooled-by; heat + compressor work",
                    checked -> each(checked, Bank.REJECTOR, LoopCapacity::rejectors));

    static Stream<Rule> withoutOne() {
        return Stream.of(Bank.values()).map(LoopCapacity::withoutOne);
    }

    static Stream<Rule> withoutTwo() {
        return Stream.of(Bank.values()).map(LoopCapacity::withoutTwo);
    }

    private static Rule withoutOne(Bank bank) {
        return new DerivedRule(
                "cooling.redundancy." + bank.key(),
                "Without any one %s the others of its loop carry the hottest hour."
                        .formatted(bank.word()),
                "N+1 rule",
                checked ->
                        redundancy(checked) == Redundancy.N
                                ? Stream.empty()
                                : without(checked, bank, 1));
    }

    private static Rule withoutTwo(Bank bank) {
        return new DerivedRule(
                "cooling.maintenance." + bank.key(),
                "With one %s in maintenance and another one lost, the rest of its loop carry the"
                                .formatted(bank.word())
                        + " hottest hour (asked of N+2 and 2N).",
                "N+2 rule",
                checked ->
                        switch (redundancy(checked)) {
                            case N, N_PLUS_1 -> Stream.empty();
                            case N_PLUS_2, TWO_N -> without(checked, bank, 2);
                        });
    }

    private static Redundancy redundancy(CheckedPlan checked) {
        return checked.plan().place().redundancy().value();
    }

    private interface Judge {
        Finding of(Plant plant, Loop loop);
    }

    private static Stream<Finding> each(CheckedPlan checked, Bank bank, Judge judge) {
        Plant plant = Plant.of(checked);
        return ItLoad.about(checked, plant.loops(bank), loop -> judge.of(plant, loop));
    }

    private static Finding chillers(Plant plant, Loop loop) {
        return About.of(loop.subject())
                .atMost(
                        loop.heatWatts(),
                        loop.carry(),
                        Unit.WATT,
                        "hottest hour: {value} to chill, chillers carry {limit}",
                        "chillers for {value}, or a supply that the outside can cool");
    }

    private static Finding rejectors(Plant plant, Loop loop) {
        long racks = Heat.liquid(plant.plan()) + Heat.air(plant.plan());
        return About.of(loop.subject())
                .with("heat of racks", racks, Unit.WATT)
                .atMost(
                        loop.heatWatts(),
                        loop.carry(),
                        Unit.WATT,
                        "{value} to give off, dry coolers and towers carry {limit}",
                        "dry coolers or towers for {value}");
    }

    private static Stream<Finding> without(CheckedPlan checked, Bank bank, int lost) {
        return each(checked, bank, (_, loop) -> without(checked, bank, loop, lost));
    }

    private static Finding without(CheckedPlan checked, Bank bank, Loop loop, int lost) {
        int count = loop.machines().size();
        var about =
                About.of(loop.subject())
                        .with("units", count, Unit.PIECE)
                        .with("lost", lost, Unit.PIECE);
        var statement =
                "without %d of %d, {value} on the rest that carry {limit}".formatted(lost, count);
        var fix = "one more %s, or larger ones".formatted(bank.word());
        long left = loop.carryWithout(lost);
        boolean mayFail = lost == 1 || redundancy(checked) == Redundancy.N_PLUS_2;
        return mayFail
                ? about.notAbove(loop.heatWatts(), left, Unit.WATT, statement, fix)
                : about.advised(loop.heatWatts(), left, Unit.WATT, statement, fix);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.facility.cooling.CduBank;
import io.wattmill.twin.facility.cooling.ChillerBank;
import io.wattmill.twin.facility.cooling.Coolant;
import io.wattmill.twin.facility.cooling.CoolingPlan;
import io.wattmill.twin.facility.cooling.CoolingUnit;
import io.wattmill.twin.facility.cooling.CrahBank;
import io.wattmill.twin.facility.cooling.Mover;
import io.wattmill.twin.facility.cooling.WaterLoop;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.room.NodeType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A plan's cooling: coolant units of one group that are cooled alike are a bank on a loop of its
 * own, and so are air handlers, which share one room.
 */
final class CoolingOf {
    /** Name of the air handlers and of their room. */
    static final String ROOM = "crah";

    private static final String ROOM_WATER = "room water";
    private static final double ROOM_WATER_C = 18;
    private static final double ROOM_RISE_K = 8;
    private static final double ROOM_FAN_SHARE = 0.04;
    private static final int ROOM_UNITS = 5;

    /** Loop pumps: some 200 kPa at 10 K of rise and 60 % efficiency, per watt of heat. */
    private static final double PUMP_SHARE = 0.008;

    private final FacilityPlan plan;
    private final PowerOf power;
    private final CduGroups groups;
    private final Heat heat;
    private final List<Warm> warm = new ArrayList<>();
    private final List<Cold> cold = new ArrayList<>();

    /** Coolant units of a group, what it is called, and what takes their heat. */
    private record Warm(String group, Branch<CoolantUnit> branch, ColdSide side) {}

    /** Air handlers, none where the plan has none, and what takes their heat. */
    private record Cold(Branch<AirUnit> branch, ColdSide side) {}

    CoolingOf(FacilityPlan plan, PowerOf power, CduGroups groups, Heat heat) {
        this.plan = plan;
        this.power = power;
        this.groups = groups;
        this.heat = heat;
    }

    CoolingPlan plan() {
        groups.all().forEach(this::addWarm);
        addCold();
        Machines machines =
                new Machines(
                        power,
                        Stream.concat(warm.stream().map(Warm::side), cold.stream().map(Cold::side))
                                .toList());
        return new CoolingPlan(
                warm.stream().map(each -> bank(each, machines)).toList(),
                cold.stream().map(each -> bank(each, machines)).toList(),
                Stream.concat(
                                warm.stream().map(each -> loop(each, machines)),
                                cold.stream().map(each -> loop(each, machines)))
                        .toList());
    }

    private void addWarm(List<CoolantUnit> group) {
        String name = CduGroups.name(group);
        boolean chilled = cooling().rejectors().isEmpty();
        for (var branch :
                Branch.of(group, each -> each.links().cooledBy(), CoolingOf::carriesWatts)) {
            double watts = Math.max(1, heat.intoCdu(name) * branch.share());
            warm.add(
                    new Warm(
                            name,
                            branch,
                            ColdSide.of(cooling(), branch.cooledBy(), chilled, watts)));
        }
    }

    private void addCold() {
        List<Branch<AirUnit>> branches =
                Branch.of(
                        cooling().airUnits(),
                        each -> each.links().cooledBy(),
                        AirUnit::coolingWatts);
        List<Branch<AirUnit>> all =
                branches.isEmpty() ? List.of(new Branch<>("", List.of(), List.of(), 1)) : branches;
        for (var branch : all) {
            double watts = Math.max(1, heat.intoAir() * branch.share());
            cold.add(new Cold(branch, ColdSide.of(cooling(), branch.cooledBy(), true, watts)));
        }
    }

    private Cooling cooling() {
        return plan.cooling();
    }

    private static double carriesWatts(CoolantUnit unit) {
        double flow = unit.pumpMlPerMinute() / 1_000.0;
        double byFlow = flow / coolant(unit).litresPerMinute(1, unit.riseTenthsKelvin() / 10.0);
        return unit.capacityWatts().orElse((long) byFlow);
    }

    private CduBank bank(Warm warm, Machines machines) {
        List<CoolantUnit> units = warm.branch().units();
        CoolantUnit first = units.getFirst();
        double rise = first.riseTenthsKelvin() / 10.0;
        double flow = Machines.mean(units, each -> each.pumpMlPerMinute() / 1_000.0);
        double carries = flow / coolant(first).litresPerMinute(1, rise);
        String name = warm.group() + warm.branch().suffix();
        return new CduBank(
                name,
                machines.units(units, CoolantUnit::id, each -> each.links().fedBy()),
                Machines.mean(units, each -> each.capacityWatts().orElse((long) carries)),
                flow,
                Mover.driven(Sure.figure(first.thermal().pumpWatts())),
                coolant(first),
                rise,
                name + " water",
                warm.group());
    }

    private WaterLoop loop(Warm warm, Machines machines) {
        CoolantUnit first = warm.branch().units().getFirst();
        String name = warm.group() + warm.branch().suffix();
        double approach = first.thermal().approachK().value();
        double supply = first.thermal().supplyC().value() - approach;
        double limit = warmest(type -> type.host().waterMaxC().value()) - approach;
        double rise = first.riseTenthsKelvin() / 10.0;
        Optional<ChillerBank> chillers = machines.chillers(name + " chillers", warm.side());
        return loop(name + " water", supply, limit, rise, chillers, warm.side(), machines);
    }

    private static Coolant coolant(CoolantUnit unit) {
        return switch (unit.coolant()) {
            case WATER -> Coolant.WATER;
            case PG25 -> Coolant.PG25;
        };
    }

    private CrahBank bank(Cold cold, Machines machines) {
        List<AirUnit> units = cold.branch().units();
        if (units.isEmpty()) {
            return assumed(cold.side().heatWatts());
        }
        return new CrahBank(
                ROOM + cold.branch().suffix(),
                machines.units(units, AirUnit::id, each -> each.links().fedBy()),
                Machines.mean(units, AirUnit::coolingWatts),
                Mover.driven(Sure.figure(units.getFirst().fanWatts())),
                ROOM_WATER + cold.branch().suffix(),
                ROOM);
    }

    private WaterLoop loop(Cold cold, Machines machines) {
        List<AirUnit> units = cold.branch().units();
        ColdSide side = cold.side();
        String suffix = cold.branch().suffix();
        double approach = units.isEmpty() ? 0 : units.getFirst().approachK().value();
        double supply =
                units.isEmpty() ? ROOM_WATER_C : units.getFirst().supplyC().value() - approach;
        double limit = warmest(type -> type.host().airMaxC().value()) - approach;
        Optional<ChillerBank> chillers =
                cooling().chillers().isEmpty() && cooling().rejectors().isEmpty()
                        ? Optional.of(
                                machines.assumedChillers("chillers" + suffix, side.heatWatts()))
                        : machines.chillers("chillers" + suffix, side);
        return loop(ROOM_WATER + suffix, supply, limit, ROOM_RISE_K, chillers, side, machines);
    }

    private CrahBank assumed(double heatWatts) {
        double each = heatWatts / (ROOM_UNITS - 1);
        List<CoolingUnit> units =
                IntStream.rangeClosed(1, ROOM_UNITS)
                        .mapToObj(i -> new CoolingUnit(ROOM + "-" + i, power.machines()))
                        .toList();
        Figure fan = Sure.assumed(ROOM_FAN_SHARE * each, "not in the plan: fans 4 % of the heat");
        return new CrahBank(ROOM, units, each, Mover.driven(fan), ROOM_WATER);
    }

    private WaterLoop loop(
            String id,
            double supplyC,
            double limitC,
            double riseK,
            Optional<ChillerBank> chillers,
            ColdSide side,
            Machines machines) {
        Figure pump = Sure.assumed(PUMP_SHARE * side.heatWatts(), "loop pumps 0.8 % of the heat");
        return new WaterLoop(
                id,
                supplyC,
                Math.max(supplyC, limitC),
                riseK,
                Mover.driven(pump),
                power.machines(),
                chillers,
                machines.rejection(id + " rejection", side));
    }

    /** What the most sensitive node of the plan takes. */
    private double warmest(ToDoubleFunction<NodeType> of) {
        return plan.nodeTypes().values().stream().mapToDouble(of).min().orElse(Double.MAX_VALUE);
    }
}

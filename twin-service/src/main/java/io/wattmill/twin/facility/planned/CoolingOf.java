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

/** A plan's cooling: each bank of CDUs on a loop of its own, all air handlers on another one. */
final class CoolingOf {
    /** Name of the air handlers where the plan has none. */
    static final String ROOM = "crah";

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
    private final List<CduBank> cdus = new ArrayList<>();
    private final List<WaterLoop> loops = new ArrayList<>();

    CoolingOf(FacilityPlan plan, PowerOf power, CduGroups groups, Heat heat) {
        this.plan = plan;
        this.power = power;
        this.groups = groups;
        this.heat = heat;
    }

    CoolingPlan plan() {
        List<ColdSide> sides = new ArrayList<>();
        groups.all().forEach(group -> sides.add(side(group)));
        sides.add(roomSide());
        Machines machines = new Machines(power, sides);
        for (int i = 0; i < groups.all().size(); i++) {
            warm(groups.all().get(i), sides.get(i), machines);
        }
        return new CoolingPlan(cdus, List.of(room(sides.getLast(), machines)), loops);
    }

    private ColdSide side(List<CoolantUnit> group) {
        List<String> cooledBy =
                group.stream().flatMap(each -> each.links().cooledBy().stream()).toList();
        boolean chilled = cooling().rejectors().isEmpty();
        double watts = Math.max(1, heat.intoCdu(CduGroups.name(group)));
        return ColdSide.of(cooling(), cooledBy, chilled, watts);
    }

    private ColdSide roomSide() {
        List<String> cooledBy =
                cooling().airUnits().stream()
                        .flatMap(each -> each.links().cooledBy().stream())
                        .toList();
        return ColdSide.of(cooling(), cooledBy, true, Math.max(1, heat.intoAir()));
    }

    private Cooling cooling() {
        return plan.cooling();
    }

    private void warm(List<CoolantUnit> group, ColdSide side, Machines machines) {
        String name = CduGroups.name(group);
        String loop = name + " water";
        CoolantUnit first = group.getFirst();
        double rise = first.riseTenthsKelvin() / 10.0;
        Coolant coolant = coolant(first);
        double flow = Machines.mean(group, each -> each.pumpMlPerMinute() / 1_000.0);
        double carries = flow / coolant.litresPerMinute(1, rise);
        cdus.add(
                new CduBank(
                        name,
                        machines.units(group, CoolantUnit::id, each -> each.links().fedBy()),
                        Machines.mean(group, each -> each.capacityWatts().orElse((long) carries)),
                        flow,
                        Mover.driven(Sure.figure(first.thermal().pumpWatts())),
                        coolant,
                        rise,
                        loop));
        double approach = first.thermal().approachK().value();
        double supply = first.thermal().supplyC().value() - approach;
        double limit = warmest(type -> type.host().waterMaxC().value()) - approach;
        Optional<ChillerBank> chillers = machines.chillers(name + " chillers", side);
        loops.add(loop(loop, supply, limit, rise, chillers, side, machines));
    }

    private static Coolant coolant(CoolantUnit unit) {
        return switch (unit.coolant()) {
            case WATER -> Coolant.WATER;
            case PG25 -> Coolant.PG25;
        };
    }

    private CrahBank room(ColdSide side, Machines machines) {
        List<AirUnit> units = cooling().airUnits();
        boolean planned = !units.isEmpty();
        double approach = planned ? units.getFirst().approachK().value() : 0;
        double supply = planned ? units.getFirst().supplyC().value() - approach : ROOM_WATER_C;
        double limit = warmest(type -> type.host().airMaxC().value()) - approach;
        Optional<ChillerBank> chillers =
                cooling().chillers().isEmpty() && cooling().rejectors().isEmpty()
                        ? Optional.of(machines.assumedChillers("chillers", side.heatWatts()))
                        : machines.chillers("chillers", side);
        loops.add(loop("room water", supply, limit, ROOM_RISE_K, chillers, side, machines));
        return planned ? planned(units, machines) : assumed(side.heatWatts());
    }

    private CrahBank planned(List<AirUnit> units, Machines machines) {
        return new CrahBank(
                ROOM,
                machines.units(units, AirUnit::id, each -> each.links().fedBy()),
                Machines.mean(units, AirUnit::coolingWatts),
                Mover.driven(Sure.figure(units.getFirst().fanWatts())),
                "room water");
    }

    private CrahBank assumed(double heatWatts) {
        double each = heatWatts / (ROOM_UNITS - 1);
        List<CoolingUnit> units =
                IntStream.rangeClosed(1, ROOM_UNITS)
                        .mapToObj(i -> new CoolingUnit(ROOM + "-" + i, power.machines()))
                        .toList();
        Figure fan = Sure.assumed(ROOM_FAN_SHARE * each, "not in the plan: fans 4 % of the heat");
        return new CrahBank(ROOM, units, each, Mover.driven(fan), "room water");
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

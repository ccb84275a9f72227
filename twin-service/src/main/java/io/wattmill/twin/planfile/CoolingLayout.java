// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Chiller.CopPoint;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.cooling.CoolantUnit.Coolant;
import io.wattmill.twin.plan.cooling.CoolantUnit.Thermal;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.cooling.Cooling.Links;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.plan.cooling.HeatRejector.Kind;
import io.wattmill.twin.plan.given.Given;

import java.util.List;

/** The keys of the cooling plant. */
final class CoolingLayout {
    private static final Range PUMP = new Range("L/min", 1_000, 1, 100_000_000);
    private static final Range RISE = new Range("K", 10, 1, 500);
    private static final Range CAPACITY = Range.kilowatts(PowerLayout.MAX_SITE_KW);
    private static final Range FAN = new Range("kW", 1_000, 0, 100_000_000);
    private static final Range CELSIUS = Range.real("degrees Celsius", 5, 60);
    private static final Range APPROACH = Range.real("K", 0.1, 40);
    private static final Range AIR = Range.real("m3/h", 1, 10_000_000);
    private static final Key APPROACH_K =
            Key.may("approach-k", "By how much what it cools is warmer than what cools it");
    private static final Key FAN_KW = Key.may("fan-kw", "Its fans at full speed");
    private static final Key SUPPLY_C = Key.may("supply-c", "What it sends to the racks");

    private CoolingLayout() {}

    static Cooling cooling(Section root) {
        return new Cooling(
                Layouts.each(
                        root,
                        Key.may("cdus", "Coolant distribution units"),
                        CoolingLayout::coolantUnit),
                Layouts.each(
                        root, Key.may("crahs", "Computer-room air handlers"), CoolingLayout::air),
                Layouts.each(root, Key.may("chillers", "Chillers"), CoolingLayout::chiller),
                Layouts.each(
                        root,
                        Key.may("heat-rejectors", "Dry coolers and cooling towers"),
                        CoolingLayout::rejector),
                root.number(
                        Key.may("water-permit-m3-per-year", "Water that the site may draw"),
                        Range.whole("m3", 0, 1_000_000_000)));
    }

    private static String id(Section in) {
        return in.id(Key.must("id", "Name, one for all of the cooling plant"));
    }

    private static Links links(Section in) {
        return new Links(
                in.names(Key.may("fed-by", "Power units that feed it")),
                in.names(Key.may("cooled-by", "What takes its heat; else all that can")),
                in.name(Key.may("group", "Equal units that stand in for each other")));
    }

    private static CoolantUnit coolantUnit(Section in) {
        long flow = in.required(Key.must("pump-l-per-min", "Flow at the loop's resistance"), PUMP);
        return new CoolantUnit(
                id(in),
                flow,
                in.choice(Key.must("coolant", "What it pumps"), new EnumWords<>(Coolant.class)),
                in.required(Key.must("rise-k", "How far the coolant may warm up"), RISE),
                in.number(Key.may("rated-kw", "Heat that its exchanger carries"), CAPACITY),
                new Thermal(
                        in.real(SUPPLY_C, CELSIUS, Thermal.SUPPLY_C),
                        in.real(APPROACH_K, APPROACH, Thermal.APPROACH_K),
                        in.wattsOr(
                                Key.may("pump-kw", "Its pumps at full flow"),
                                FAN,
                                Thermal.pumpFor(flow))),
                links(in));
    }

    private static AirUnit air(Section in) {
        long watts = in.required(Key.must("rated-kw", "Heat that it takes from the air"), CAPACITY);
        return new AirUnit(
                id(in),
                watts,
                in.realOr(
                        Key.may("air-m3-per-h", "Air at full speed"),
                        AIR,
                        AirUnit.airM3PerHourFor(watts)),
                in.wattsOr(FAN_KW, FAN, AirUnit.fanWattsFor(watts)),
                in.real(SUPPLY_C, CELSIUS, AirUnit.SUPPLY_C),
                in.real(APPROACH_K, APPROACH, AirUnit.APPROACH_K),
                links(in));
    }

    private static Chiller chiller(Section in) {
        return new Chiller(
                id(in),
                in.required(Key.must("rated-kw", "Heat that it lifts"), CAPACITY),
                cop(in),
                links(in));
    }

    private static Given<List<CopPoint>> cop(Section in) {
        var key = Key.may("cop", "Coefficient of performance by lift, at rising lifts");
        var points = Layouts.each(in, key, CoolingLayout::copPoint);
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).liftK() <= points.get(i - 1).liftK()) {
                in.problem("cop[" + i + "].lift-k", "", "does not rise", "sort by lift");
            }
        }
        return points.isEmpty() || !in.has(key) ? Chiller.COP : Given.stated(points);
    }

    private static CopPoint copPoint(Section in) {
        return new CopPoint(
                in.required(
                                Key.must("lift-k", "Condenser above chilled water"),
                                Range.real("K", 0, 80))
                        / Section.MILLION,
                in.required(Key.must("cop", "Heat per electricity"), Range.real("", 0.5, 60))
                        / Section.MILLION);
    }

    private static HeatRejector rejector(Section in) {
        var kind = in.choice(Key.must("kind", "Dry or wet"), new EnumWords<>(Kind.class));
        long watts = in.required(Key.must("rated-kw", "Heat that it gives away"), CAPACITY);
        return new HeatRejector(
                id(in),
                kind,
                watts,
                in.realOr(APPROACH_K, APPROACH, kind.approach()),
                in.wattsOr(FAN_KW, FAN, HeatRejector.fanWattsFor(watts)),
                in.real(
                        Key.may("cycles-of-concentration", "Of a tower's water"),
                        Range.real("", 1.1, 20),
                        HeatRejector.CYCLES),
                links(in));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.cooling.CduBank;
import io.wattmill.twin.facility.cooling.ChillerBank;
import io.wattmill.twin.facility.cooling.Coolant;
import io.wattmill.twin.facility.cooling.CoolingPlan;
import io.wattmill.twin.facility.cooling.CoolingUnit;
import io.wattmill.twin.facility.cooling.CopCurve;
import io.wattmill.twin.facility.cooling.CrahBank;
import io.wattmill.twin.facility.cooling.Mover;
import io.wattmill.twin.facility.cooling.Rejection;
import io.wattmill.twin.facility.cooling.WaterLoop;
import io.wattmill.twin.facility.power.LossCurve;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.facility.power.NetworkUnit.Kind;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.weather.Climate;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.WeatherYear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Buildings to try the physics on: racks on a 2N chain, cooled by air or mostly by water. */
public final class Buildings {
    public static final WeatherYear FRANKFURT = new Climate(10.5, 9.5, 5, 76, false).weather();
    public static final WeatherYear SINGAPORE = new Climate(27.5, 1, 3.5, 82, false).weather();

    private Buildings() {}

    /** Racks of 40 kW that air alone cools: supply air from 10 °C water and chillers. */
    public static Facility air(int racks, WeatherYear weather) {
        return building(racks, 40_000, 0, weather, Kinds.CHILLED);
    }

    /** Racks of 120 kW with 87 % of their heat in 32 °C water, dry coolers and no chiller on it. */
    public static Facility liquid(int racks, WeatherYear weather) {
        return building(racks, 120_000, 0.87, weather, Kinds.WARM);
    }

    /** How the liquid's loop is cooled. */
    private enum Kinds {
        CHILLED,
        WARM
    }

    private static Facility building(
            int racks, double rackWatts, double liquid, WeatherYear weather, Kinds kind) {
        double it = racks * rackWatts;
        List<RackLoad> loads = new ArrayList<>();
        for (int i = 0; i < racks; i++) {
            loads.add(rack("rack-" + i, rackWatts, liquid));
        }
        return new Facility(
                loads,
                chain(it),
                cooling(it, liquid, kind),
                new OtherLoad(claimed(0.005 * it), List.of("board-a", "board-b")),
                weather,
                HourSeries.constant(380, Provenance.CLAIMED, "grid"),
                claimed(1.5 * it));
    }

    private static RackLoad rack(String id, double watts, double liquid) {
        double[] day = new double[24];
        for (int hour = 0; hour < day.length; hour++) {
            day[hour] = watts * (0.75 - 0.2 * Math.cos(2 * Math.PI * (hour - 3) / 24));
        }
        return new RackLoad(
                id,
                HourSeries.of(day, Provenance.DERIVED, "engine model"),
                Figure.within(1, 0.05, Provenance.FITTED, "power model"),
                liquid == 0
                        ? Figure.exact(0, Provenance.CLAIMED, "air")
                        : Figure.within(liquid, 0.05, Provenance.ASSUMED, "plan"),
                liquid == 0 ? Optional.empty() : Optional.of("cdu"),
                Optional.of("crah"),
                List.of("pdu-a", "pdu-b"));
    }

    /** Two sides, each able to carry all of it. */
    static List<NetworkUnit> chain(double it) {
        List<NetworkUnit> units = new ArrayList<>();
        units.add(unit("utility", Kind.UTILITY, 2 * it, LossCurve.NONE));
        for (String side : List.of("a", "b")) {
            units.add(
                    unit(
                            "tx-" + side,
                            Kind.TRANSFORMER,
                            1.6 * it,
                            LossCurve.assumed(0.002, 0, 0.008, "dry transformer"),
                            "utility"));
            units.add(
                    unit(
                            "board-" + side,
                            Kind.SWITCHBOARD,
                            1.6 * it,
                            LossCurve.NONE,
                            "tx-" + side));
            units.add(
                    unit(
                            "ups-" + side,
                            Kind.UPS,
                            1.25 * it,
                            LossCurve.assumed(0.010, 0.015, 0.015, "UPS"),
                            "board-" + side));
            units.add(
                    unit(
                            "pdu-" + side,
                            Kind.PDU,
                            1.25 * it,
                            LossCurve.assumed(0, 0, 0.015, "distribution"),
                            "ups-" + side));
        }
        return units;
    }

    private static NetworkUnit unit(
            String id, Kind kind, double rated, LossCurve losses, String... fedBy) {
        boolean indoors = kind == Kind.PDU || kind == Kind.UPS;
        return new NetworkUnit(id, kind, 1, rated, losses, List.of(fedBy), List.of(), indoors);
    }

    private static CoolingPlan cooling(double it, double liquid, Kinds kind) {
        double air = (1 - liquid) * it * 1.1;
        List<WaterLoop> loops = new ArrayList<>();
        List<CduBank> cdus = new ArrayList<>();
        if (kind == Kinds.WARM) {
            loops.add(warm(liquid * it * 1.05));
            cdus.add(
                    new CduBank(
                            "cdu",
                            members("cdu", 4, "ups"),
                            liquid * it / 3,
                            1.5 * liquid * it / 3 / 1_000,
                            Mover.driven(claimed(0.010 * it / 3)),
                            Coolant.PG25,
                            10,
                            "warm"));
        }
        loops.add(chilled(air * 1.1));
        CrahBank crah =
                new CrahBank(
                        "crah",
                        members("crah", 5, "ups"),
                        air / 4,
                        Mover.driven(claimed(0.07 * air / 4)),
                        "chilled");
        return new CoolingPlan(cdus, List.of(crah), loops);
    }

    private static WaterLoop warm(double heat) {
        return new WaterLoop(
                "warm",
                32,
                40,
                10,
                Mover.driven(claimed(0.008 * heat)),
                List.of("board-a", "board-b"),
                Optional.empty(),
                rejection("dry", Rejection.Kind.DRY, heat));
    }

    private static WaterLoop chilled(double heat) {
        return new WaterLoop(
                "chilled",
                10,
                14,
                6,
                Mover.driven(claimed(0.015 * heat)),
                List.of("board-a", "board-b"),
                Optional.of(
                        new ChillerBank(
                                "chiller",
                                members("chiller", 3, "board"),
                                heat / 2,
                                CopCurve.USUAL,
                                ChillerBank.EVAPORATOR_APPROACH,
                                ChillerBank.CONDENSER_APPROACH)),
                rejection("tower", Rejection.Kind.EVAPORATIVE, heat * 1.3));
    }

    private static Rejection rejection(String id, Rejection.Kind kind, double heat) {
        boolean dry = kind == Rejection.Kind.DRY;
        return new Rejection(
                id,
                kind,
                members(id, 4, "board"),
                heat / 3,
                dry ? Rejection.DRY_APPROACH : Rejection.TOWER_APPROACH,
                dry ? claimed(0) : Rejection.EXCHANGER_APPROACH,
                Mover.driven(claimed((dry ? 0.02 : 0.01) * heat / 3)),
                Rejection.EVAPORATION,
                4);
    }

    /** Units that both sides feed, each. */
    private static List<CoolingUnit> members(String id, int count, String feeder) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CoolingUnit(id + "-" + i, List.of(feeder + "-a", feeder + "-b")))
                .toList();
    }

    /** The same building, whose air handlers hang on one side each. */
    static Facility withOneCordPerAirHandler(Facility facility) {
        CoolingPlan plan = facility.cooling();
        CrahBank bank = plan.crahs().getFirst();
        List<CoolingUnit> units =
                IntStream.range(0, bank.units().size())
                        .mapToObj(
                                i ->
                                        new CoolingUnit(
                                                "crah-" + i,
                                                List.of(i % 2 == 0 ? "ups-a" : "ups-b")))
                        .toList();
        CrahBank single =
                new CrahBank(bank.id(), units, bank.ratedHeatWatts(), bank.fan(), bank.loop());
        return new Facility(
                facility.racks(),
                facility.units(),
                new CoolingPlan(plan.cdus(), List.of(single), plan.loops()),
                facility.other(),
                facility.weather(),
                facility.carbonGramsPerKwh(),
                facility.provisionedWatts());
    }

    /** The same building, whose first rack hangs on this unit and the others on {@code pdu-b}. */
    static Facility oneSidePerRack(Facility facility, String first) {
        List<RackLoad> racks = new ArrayList<>();
        for (RackLoad rack : facility.racks()) {
            racks.add(
                    new RackLoad(
                            rack.id(),
                            rack.watts(),
                            rack.certainty(),
                            rack.liquidShare(),
                            rack.cdu(),
                            rack.crah(),
                            List.of(racks.isEmpty() ? first : "pdu-b")));
        }
        return facility.with(racks);
    }

    /** The same building, with another rating of one unit. */
    static Facility rated(Facility facility, String id, double watts) {
        return with(
                facility,
                facility.units().stream()
                        .map(
                                each ->
                                        each.id().equals(id)
                                                ? new NetworkUnit(
                                                        id,
                                                        each.kind(),
                                                        each.count(),
                                                        watts,
                                                        LossCurve.NONE,
                                                        each.fedBy(),
                                                        each.backedBy(),
                                                        each.indoors())
                                                : each)
                        .toList(),
                facility.cooling());
    }

    /** The same building, whose pumps hang on a board of their own. */
    static Facility pumpsAside(Facility facility, double watts) {
        List<NetworkUnit> units = new ArrayList<>(facility.units());
        units.add(unit("board-c", Kind.SWITCHBOARD, watts, LossCurve.NONE, "utility"));
        CoolingPlan plan = facility.cooling();
        List<WaterLoop> loops =
                plan.loops().stream()
                        .map(
                                each ->
                                        new WaterLoop(
                                                each.id(),
                                                each.supplyC(),
                                                each.limitC(),
                                                each.riseK(),
                                                each.pump(),
                                                List.of("board-c"),
                                                each.chillers(),
                                                each.rejection()))
                        .toList();
        return with(facility, units, new CoolingPlan(plan.cdus(), plan.crahs(), loops));
    }

    private static Facility with(Facility facility, List<NetworkUnit> units, CoolingPlan cooling) {
        return new Facility(
                facility.racks(),
                units,
                cooling,
                facility.other(),
                facility.weather(),
                facility.carbonGramsPerKwh(),
                facility.provisionedWatts());
    }

    static Figure claimed(double value) {
        return Figure.within(value, 0.1, Provenance.CLAIMED, "data sheet");
    }
}

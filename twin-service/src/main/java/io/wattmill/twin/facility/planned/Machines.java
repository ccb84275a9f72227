// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.cooling.ChillerBank;
import io.wattmill.twin.facility.cooling.CoolingUnit;
import io.wattmill.twin.facility.cooling.CopCurve;
import io.wattmill.twin.facility.cooling.Mover;
import io.wattmill.twin.facility.cooling.Rejection;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.plan.given.Given;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chillers, towers and dry coolers behind one bank, as the plan has them or as one would buy them.
 */
final class Machines {
    /** One more than are needed. */
    static final int ASSUMED_UNITS = 4;

    static final double SIZED = 1.2;
    private static final double FAN_SHARE = 0.015;
    private static final String SOURCE = "not in the plan: sized N+1 by the heat";

    private final PowerOf power;
    private final List<ColdSide> sides;

    Machines(PowerOf power, List<ColdSide> sides) {
        this.power = power;
        this.sides = List.copyOf(sides);
    }

    /** The side's chillers; what the plan calls lift is between both leaving waters. */
    Optional<ChillerBank> chillers(String id, ColdSide side) {
        List<Chiller> chillers = side.chillers();
        if (chillers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ChillerBank(
                        id,
                        units(chillers, Chiller::id, each -> each.links().fedBy()),
                        mean(chillers, each -> each.coolingWatts() * share(each.id(), side)),
                        curve(chillers.getFirst().cop()),
                        Figure.exact(0, Provenance.DERIVED, "lift between leaving waters"),
                        new Figure(5, 4, 6, Provenance.ASSUMED, "condenser water +4-6 K")));
    }

    /** Chillers that a plan is silent about. */
    ChillerBank assumedChillers(String id, double heatWatts) {
        return new ChillerBank(
                id,
                assumedUnits(id),
                SIZED * heatWatts / (ASSUMED_UNITS - 1),
                CopCurve.USUAL,
                ChillerBank.EVAPORATOR_APPROACH,
                ChillerBank.CONDENSER_APPROACH);
    }

    private static CopCurve curve(Given<List<Chiller.CopPoint>> cop) {
        return new CopCurve.ByLift(
                cop.value().stream()
                        .map(each -> new CopCurve.Point(each.liftK(), Sure.figure(at(cop, each))))
                        .toList());
    }

    private static Given<Double> at(Given<List<Chiller.CopPoint>> curve, Chiller.CopPoint point) {
        return new Given<>(point.cop(), curve.stated(), curve.provenance(), curve.source());
    }

    /** What gives the side's heat away; dry coolers, where the plan has nothing. */
    Rejection rejection(String id, ColdSide side) {
        if (side.rejectors().isEmpty()) {
            return assumedRejection(id, side.heatWatts());
        }
        HeatRejector first = side.rejectors().getFirst();
        boolean tower = first.kind() == HeatRejector.Kind.TOWER;
        List<HeatRejector> rejectors = side.rejectors();
        return new Rejection(
                id,
                tower ? Rejection.Kind.EVAPORATIVE : Rejection.Kind.DRY,
                units(rejectors, HeatRejector::id, each -> each.links().fedBy()),
                mean(rejectors, each -> each.heatWatts() * share(each.id(), side)),
                Sure.figure(first.approachK()),
                exchanger(tower && !side.chillers().isEmpty()),
                Mover.driven(fan(first, share(first.id(), side))),
                Rejection.EVAPORATION,
                first.cyclesOfConcentration().value());
    }

    private static Figure fan(HeatRejector rejector, double share) {
        return Sure.figure(rejector.fanWatts()).times(share);
    }

    /** A tower's water passes chillers by through an exchanger; a CDU's approach has its own. */
    private static Figure exchanger(boolean there) {
        return there
                ? Rejection.EXCHANGER_APPROACH
                : Figure.exact(0, Provenance.DERIVED, "no exchanger of its own");
    }

    private Rejection assumedRejection(String id, double heatWatts) {
        double each = SIZED * 1.25 * heatWatts / (ASSUMED_UNITS - 1);
        return new Rejection(
                id,
                Rejection.Kind.DRY,
                assumedUnits(id),
                each,
                Rejection.DRY_APPROACH,
                exchanger(false),
                Mover.driven(Sure.assumed(FAN_SHARE * each, SOURCE)),
                Rejection.EVAPORATION,
                2);
    }

    private List<CoolingUnit> assumedUnits(String id) {
        return IntStream.rangeClosed(1, ASSUMED_UNITS)
                .mapToObj(i -> new CoolingUnit(id + "-" + i, power.machines()))
                .toList();
    }

    <T> List<CoolingUnit> units(
            List<T> all, Function<T, String> id, Function<T, List<String>> fedBy) {
        return all.stream()
                .map(each -> new CoolingUnit(id.apply(each), power.feeders(fedBy.apply(each))))
                .toList();
    }

    static <T> double mean(List<T> all, ToDoubleFunction<T> of) {
        return all.stream().mapToDouble(of).average().orElseThrow();
    }

    /** Part of a machine that stands ready for this side, by the heat of all who use it. */
    private double share(String id, ColdSide side) {
        double all =
                sides.stream().filter(each -> each.uses(id)).mapToDouble(ColdSide::heatWatts).sum();
        return all <= 0 ? 1 : side.heatWatts() / all;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.facility.power.LossCurve;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plan's power chain. Batteries bridge minutes and feed no hour: they are left out, but for those
 * that are all that feeds a unit, which is dark with them.
 */
final class PowerOf {
    private static final Set<Kind> INDOORS =
            EnumSet.of(Kind.UPS, Kind.PDU, Kind.BUSWAY, Kind.BREAKER);

    /** Where machines of a plan hang that does not say: the first of these that it has. */
    private static final List<Kind> MACHINES =
            List.of(Kind.SWITCHBOARD, Kind.TRANSFORMER, Kind.FEED);

    /** Stands for whatever feeds a plan that has no power chain. */
    private static final String UNKNOWN = "utility";

    private final FacilityPlan plan;
    private final Set<String> known = new HashSet<>();

    PowerOf(FacilityPlan plan) {
        this.plan = plan;
        var units = plan.power().units();
        units.stream()
                .filter(each -> each.kind() != Kind.BATTERY)
                .forEach(each -> known.add(each.id()));
        Set<String> only = new HashSet<>();
        units.stream()
                .filter(each -> known.contains(each.id()))
                .filter(each -> among(each.fedBy()).isEmpty() && among(each.backedBy()).isEmpty())
                .flatMap(each -> Stream.concat(each.fedBy().stream(), each.backedBy().stream()))
                .forEach(only::add);
        units.stream()
                .filter(each -> only.contains(each.id()))
                .forEach(each -> known.add(each.id()));
    }

    List<NetworkUnit> units() {
        List<NetworkUnit> units = new ArrayList<>();
        for (var unit : plan.power().units()) {
            if (known.contains(unit.id())) {
                units.add(unit(unit));
            }
        }
        if (known.isEmpty()) {
            units.add(
                    new NetworkUnit(
                            UNKNOWN,
                            NetworkUnit.Kind.UTILITY,
                            1,
                            Double.MAX_VALUE / 1e6,
                            LossCurve.NONE,
                            List.of(),
                            List.of(),
                            false));
        }
        return List.copyOf(units);
    }

    private NetworkUnit unit(PowerUnit unit) {
        return new NetworkUnit(
                unit.id(),
                kind(unit.kind()),
                1,
                Math.max(1, unit.ratedWatts()),
                curve(unit.losses()),
                among(unit.fedBy()),
                among(unit.backedBy()),
                INDOORS.contains(unit.kind()));
    }

    private static LossCurve curve(Losses losses) {
        return new LossCurve(
                Sure.figure(losses.noLoad()),
                Sure.figure(losses.linear()),
                Sure.figure(losses.square()));
    }

    private List<String> among(List<String> ids) {
        return ids.stream().filter(known::contains).toList();
    }

    /** Feeders of a rack or a machine; what the plan has instead, where it does not say. */
    List<String> feeders(List<String> stated) {
        List<String> fedBy = among(stated);
        return fedBy.isEmpty() ? machines() : fedBy;
    }

    /** What pumps, fans, chillers and light hang on where the plan does not say. */
    List<String> machines() {
        for (Kind kind : MACHINES) {
            List<String> ids =
                    plan.power().units().stream()
                            .filter(each -> each.kind() == kind)
                            .map(each -> each.id())
                            .toList();
            if (!ids.isEmpty()) {
                return ids;
            }
        }
        return plan.power().units().stream()
                .map(each -> each.id())
                .filter(known::contains)
                .findFirst()
                .map(List::of)
                .orElse(List.of(UNKNOWN));
    }

    private static NetworkUnit.Kind kind(Kind kind) {
        return switch (kind) {
            case FEED -> NetworkUnit.Kind.UTILITY;
            case GENERATOR -> NetworkUnit.Kind.GENERATOR;
            case BATTERY -> NetworkUnit.Kind.BATTERY;
            case TRANSFORMER -> NetworkUnit.Kind.TRANSFORMER;
            case SWITCHBOARD -> NetworkUnit.Kind.SWITCHBOARD;
            case UPS -> NetworkUnit.Kind.UPS;
            case PDU -> NetworkUnit.Kind.PDU;
            case BUSWAY -> NetworkUnit.Kind.BUSWAY;
            case BREAKER -> NetworkUnit.Kind.BREAKER;
        };
    }
}

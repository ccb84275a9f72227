// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.availability.Availability;
import io.wattmill.twin.availability.Component;
import io.wattmill.twin.facility.cooling.CoolingPlan;
import io.wattmill.twin.facility.cooling.CoolingUnit;
import io.wattmill.twin.facility.cooling.WaterLoop;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.upkeep.Failure;
import io.wattmill.twin.plan.upkeep.Maintenance;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.plan.upkeep.Upkeep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every unit of a building with the share of the time that it works: failures and maintenance. */
final class SiteParts {
    private final Upkeep upkeep;
    private final Map<String, Component> parts = new LinkedHashMap<>();

    private SiteParts(Upkeep upkeep) {
        this.upkeep = upkeep;
    }

    static List<Component> of(Facility facility, Upkeep upkeep) {
        SiteParts parts = new SiteParts(upkeep);
        facility.units().forEach(unit -> parts.add(unit.id(), kind(unit.kind())));
        parts.cooling(facility.cooling());
        return List.copyOf(parts.parts.values());
    }

    private void cooling(CoolingPlan plan) {
        plan.cdus().forEach(bank -> add(bank.units(), Part.CDU));
        plan.crahs().forEach(bank -> add(bank.units(), Part.CRAH));
        for (WaterLoop loop : plan.loops()) {
            loop.chillers().ifPresent(bank -> add(bank.units(), Part.CHILLER));
            add(loop.rejection().units(), Part.REJECTOR);
        }
    }

    private void add(List<CoolingUnit> units, Part kind) {
        units.forEach(unit -> add(unit.id(), kind));
    }

    private void add(String id, Part kind) {
        parts.put(id, new Component(id, availability(upkeep, kind)));
    }

    /** Share of the time that one of the kind works. */
    static Figure availability(Upkeep upkeep, Part kind) {
        Failure failure = upkeep.failure(kind);
        Figure up =
                Availability.of(Sure.figure(failure.mtbfHours()), Sure.figure(failure.mttrHours()));
        double planned =
                upkeep.windows().stream()
                        .filter(each -> each.part() == kind)
                        .mapToDouble(SiteParts::hours)
                        .sum();
        Figure rest =
                Figure.exact(
                        Availability.maintained(1, planned), Provenance.CLAIMED, "maintenance");
        return planned == 0 ? up : up.times(rest);
    }

    private static double hours(Maintenance window) {
        return window.timesPerYear() * window.hours();
    }

    private static Part kind(NetworkUnit.Kind kind) {
        return switch (kind) {
            case UTILITY -> Part.FEED;
            case GENERATOR -> Part.GENERATOR;
            case TRANSFORMER -> Part.TRANSFORMER;
            case UPS, BATTERY -> Part.UPS;
            case SWITCHBOARD, PDU, BUSWAY, RECTIFIER -> Part.PDU;
            case BREAKER -> Part.BREAKER;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.cooling.ChillerBank;
import io.wattmill.twin.facility.cooling.Mover;
import io.wattmill.twin.facility.cooling.Rejection;
import io.wattmill.twin.facility.cooling.WaterLoop;
import io.wattmill.twin.figure.Figure;

import java.util.EnumMap;
import java.util.Map;

/** How the inputs behind each knob are known: the least trustworthy of them. */
final class Trust {
    private final Map<Knob, Provenance> byKnob = new EnumMap<>(Knob.class);

    private Trust() {}

    static Trust in(Facility facility) {
        Trust trust = new Trust();
        facility.racks().forEach(trust::rack);
        facility.units().forEach(each -> trust.take(Knob.LOSSES, each.losses().noLoad()));
        facility.units().forEach(each -> trust.take(Knob.LOSSES, each.losses().linear()));
        facility.units().forEach(each -> trust.take(Knob.LOSSES, each.losses().square()));
        trust.take(Knob.LOSSES, facility.other().watts());
        facility.cooling().cdus().forEach(each -> trust.mover(Knob.PUMPS, each.pump()));
        facility.cooling().crahs().forEach(each -> trust.mover(Knob.FANS, each.fan()));
        facility.cooling().loops().forEach(trust::loop);
        trust.take(Knob.CARBON, facility.carbonGramsPerKwh().provenance());
        trust.take(Knob.WEATHER, facility.weather().provenance());
        return trust;
    }

    /** How the knob's inputs are known; computed, where there are none. */
    Provenance of(Knob knob) {
        return byKnob.getOrDefault(knob, Provenance.DERIVED);
    }

    private void rack(RackLoad rack) {
        take(Knob.LOAD, rack.watts().provenance());
        take(Knob.LOAD, rack.certainty());
        take(Knob.HEAT_SPLIT, rack.liquidShare());
    }

    private void loop(WaterLoop loop) {
        mover(Knob.PUMPS, loop.pump());
        mover(Knob.FANS, loop.rejection().fan());
        take(Knob.APPROACHES, loop.rejection().approachK());
        take(Knob.APPROACHES, loop.rejection().exchangerApproachK());
        if (loop.rejection().kind() == Rejection.Kind.EVAPORATIVE) {
            take(Knob.WATER, loop.rejection().litresPerKwh());
        }
        loop.chillers().ifPresent(this::chillers);
    }

    private void chillers(ChillerBank chillers) {
        take(Knob.CHILLERS, chillers.cop().provenance());
        take(Knob.APPROACHES, chillers.evaporatorApproachK());
        take(Knob.APPROACHES, chillers.condenserApproachK());
    }

    private void mover(Knob knob, Mover mover) {
        take(knob, mover.ratedWatts());
        take(knob, mover.floor());
    }

    /** What is zero adds nothing, however it is known. */
    private void take(Knob knob, Figure figure) {
        if (figure.high() != 0) {
            take(knob, figure.provenance());
        }
    }

    private void take(Knob knob, Provenance provenance) {
        byKnob.merge(knob, provenance, Provenance::and);
    }
}

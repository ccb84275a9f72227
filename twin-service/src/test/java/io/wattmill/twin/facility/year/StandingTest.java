// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.availability.Component;
import io.wattmill.twin.availability.Survey;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

import java.util.List;

class StandingTest {
    private static final Facility AIR = Buildings.air(1, Buildings.FRANKFURT);
    private static final int JULY_AFTERNOON = 196 * 24 + 15;

    @Test
    void aWholeSiteServesAllAndOneWithoutFeedNothing() {
        Standing standing = new Standing(AIR, JULY_AFTERNOON);
        assertEquals(1, standing.served(List.of()), 1e-12);
        assertEquals(1, standing.served(List.of("ups-a")), 1e-12);
        assertEquals(0, standing.served(List.of("ups-a", "ups-b")), 1e-12);
        assertEquals(0, standing.served(List.of("utility")), 1e-12);
        List<String> chillers = List.of("chiller-0", "chiller-1", "chiller-2");
        assertEquals(0, standing.served(chillers), 1e-12);
        assertEquals(1, new Standing(AIR, 12).served(chillers), 1e-12);
    }

    @Test
    void theSitesAvailabilityIsThatOfItsOnlyFeedWhenAllElseIsDouble() {
        Standing standing = new Standing(AIR, JULY_AFTERNOON);
        List<Component> parts =
                AIR.mayFail().stream()
                        .map(
                                each ->
                                        new Component(
                                                each,
                                                Figure.exact(0.9999, Provenance.ASSUMED, "test")))
                        .toList();
        Survey survey = Survey.of(parts, standing::served, 100);
        assertEquals(List.of("utility"), survey.cuts().getFirst().parts());
        assertEquals(0.9999, survey.full().value(), 1e-6);
    }

    @Test
    void onlyTheRacksBelowAnOverloadedUnitAreCapped() {
        Facility two = Buildings.oneSidePerRack(Buildings.air(2, Buildings.FRANKFURT), "pdu-a");
        double rack = two.racks().getFirst().watts().at(JULY_AFTERNOON);
        Facility tight = Buildings.rated(two, "pdu-a", rack / 2);
        assertEquals(1, new Standing(two, JULY_AFTERNOON).served(List.of()), 1e-9);
        assertEquals(0.75, new Standing(tight, JULY_AFTERNOON).served(List.of()), 1e-9);
    }

    @Test
    void anOverloadedUnitThatCarriesOnlyCoolingCapsAll() {
        Facility aside = Buildings.pumpsAside(Buildings.air(2, Buildings.FRANKFURT), 1e9);
        assertEquals(1, new Standing(aside, JULY_AFTERNOON).served(List.of()), 1e-9);
        Facility tight = Buildings.pumpsAside(Buildings.air(2, Buildings.FRANKFURT), 100);
        assertTrue(new Standing(tight, JULY_AFTERNOON).served(List.of()) < 0.9);
    }
}

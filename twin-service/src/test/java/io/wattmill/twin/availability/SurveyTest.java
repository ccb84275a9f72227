// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class SurveyTest {
    private static final Component FEED = part("feed", 0.999);
    private static final Component A = part("a", 0.99);
    private static final Component B = part("b", 0.98);

    @Test
    void aFeedAndTwoSidesAreTheProductAndTheSumOfTextbooks() {
        Survey survey = Survey.of(List.of(FEED, A, B), SurveyTest::twoSides, 1_000);

        double exact = 0.999 * (1 - 0.01 * 0.02);
        assertEquals(3, survey.depth());
        assertEquals(exact, survey.full().value(), 1e-12);
        assertEquals(exact, survey.full().high(), 1e-12);
        assertEquals(Provenance.ASSUMED, survey.full().provenance());
    }

    @Test
    void cutsAreTheLeastAndTheDearestComesFirst() {
        Survey survey = Survey.of(List.of(FEED, A, B), SurveyTest::twoSides, 1_000);
        assertEquals(
                List.of(List.of("feed"), List.of("a", "b")),
                survey.cuts().stream().map(Survey.Cut::parts).toList());
        assertEquals(8_760 * 0.001 * 0.99 * 0.98, survey.cuts().getFirst().hoursPerYear(), 1e-9);
    }

    @Test
    void halfASiteCountsHalf() {
        Survey survey =
                Survey.of(List.of(A, B), out -> out.isEmpty() ? 1 : out.size() == 1 ? 0.5 : 0, 100);
        assertEquals(0.99 * 0.98, survey.full().value(), 1e-12);
        assertEquals((0.99 + 0.98) / 2, survey.served().value(), 1e-12);
    }

    @Test
    void whatLiesBeyondTheBoundWidensTheInterval() {
        List<Component> many = Collections.nCopies(50, part("fan", 0.9));
        Survey shallow = Survey.of(many, out -> out.size() <= 10 ? 1 : 0, 60);
        double exact = Availability.kOfN(40, 50, 0.9);

        assertEquals(1, shallow.depth());
        assertTrue(shallow.full().low() <= exact && exact <= shallow.full().high());
        assertTrue(shallow.full().high() - shallow.full().low() > 0.5);
    }

    @Test
    void refusesAPartThatNeverWorks() {
        assertThrows(IllegalArgumentException.class, () -> part("dead", 0));
    }

    private static double twoSides(List<String> out) {
        boolean dark = out.contains("feed") || out.containsAll(List.of("a", "b"));
        return dark ? 0 : 1;
    }

    private static Component part(String id, double availability) {
        return new Component(id, Figure.exact(availability, Provenance.ASSUMED, "test"));
    }

    @Test
    void onePartMoreNeverLetsTheAvailabilityJumpWhereTheBoundIsMet() {
        double before = hoursDown(50);
        for (int parts = 51; parts <= 80; parts++) {
            double now = hoursDown(parts);
            assertTrue(now >= before * 0.93, parts + " parts: " + now + " h after " + before);
            assertTrue(now <= before * 1.1, parts + " parts: " + now + " h after " + before);
            before = now;
        }
    }

    /** A feed, and pairs of which one is enough. */
    private static double hoursDown(int parts) {
        List<Component> all = new ArrayList<>(List.of(part("feed", 0.99999)));
        for (int i = 1; i < parts; i++) {
            all.add(part("unit-" + (i + 1) / 2, 0.9999));
        }
        Survey survey =
                Survey.of(
                        all,
                        out ->
                                out.contains("feed") || out.stream().distinct().count() < out.size()
                                        ? 0
                                        : 1,
                        2_000);
        assertTrue(survey.full().low() <= survey.full().value());
        return Availability.hoursDown(survey.full().value());
    }
}

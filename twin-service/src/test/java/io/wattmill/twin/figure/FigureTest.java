// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wattmill.router.engine.Provenance;

import org.junit.jupiter.api.Test;

class FigureTest {
    private static final Figure TOKENS = Figure.within(1_000, 0.1, Provenance.FITTED, "engine");
    private static final Figure WATTS = Figure.within(500, 0.2, Provenance.ASSUMED, "plan");

    @Test
    void aQuotientIsAsSureAsItsLessSurePart() {
        Figure perWatt = TOKENS.per(WATTS);

        assertEquals(2, perWatt.value(), 1e-9);
        assertEquals(900 / 600.0, perWatt.low(), 1e-9);
        assertEquals(1_100 / 400.0, perWatt.high(), 1e-9);
        assertEquals(Provenance.ASSUMED, perWatt.provenance());
        assertEquals("engine; plan", perWatt.source());
    }

    @Test
    void sumsAndProductsKeepTheirInterval() {
        assertEquals(1_300, TOKENS.plus(WATTS).low(), 1e-9);
        assertEquals(1_100 * 600, TOKENS.times(WATTS).high(), 1e-9);
        assertEquals(450, TOKENS.times(0.5).low(), 1e-9);
    }

    @Test
    void refusesAnIntervalWithoutItsValue() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Figure(1, 2, 3, Provenance.MEASURED, "nowhere"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Figure.exact(Double.NaN, Provenance.MEASURED, "nowhere"));
    }
}

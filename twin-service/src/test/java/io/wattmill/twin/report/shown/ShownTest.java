// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void showsThreeDigits() {
        assertEquals("41,200", Shown.number(41_234));
        assertEquals("2,880,000", Shown.number(2_880_000));
        assertEquals("0.217", Shown.number(0.21723));
        assertEquals("1.2", Shown.number(1.2));
        assertEquals("100", Shown.number(99.96));
        assertEquals("0", Shown.number(0));
        assertEquals("-12.5", Shown.number(-12.5));
        assertEquals("0.0000123", Shown.number(1.2345e-5));
    }

    @Test
    void showsAsManyNinesAsThereAre() {
        assertEquals("58", Shown.percent(0.58));
        assertEquals("97.1", Shown.percent(0.971));
        assertEquals("99.982", Shown.percent(0.99982));
        assertEquals("99.99988", Shown.percent(0.9999988));
        assertEquals("100", Shown.percent(1));
        assertEquals("0", Shown.percent(0));
    }

    @Test
    void showsNoIntervalWhereThereIsNone() {
        assertEquals("", Shown.interval(Figure.exact(3, Provenance.MEASURED, "")));
        assertEquals("90 – 110", Shown.interval(Figure.within(100, 0.1, Provenance.FITTED, "")));
    }
}

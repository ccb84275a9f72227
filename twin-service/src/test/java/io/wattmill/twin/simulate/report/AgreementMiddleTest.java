// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wattmill.twin.simulate.report.Agreement.Deviation;

import org.junit.jupiter.api.Test;

import java.util.List;

class AgreementMiddleTest {

    private static Agreement of(double ttft, double joules) {
        return new Agreement(
                List.of(new Deviation("TTFT", 10, ttft), new Deviation("J", 100, joules)));
    }

    @Test
    void takesTheMiddleOfEachFigureByItself() {
        var middle = Agreement.middle(List.of(of(9, 300), of(12, 100), of(11, 200)));
        assertEquals(of(11, 200), middle);
    }

    @Test
    void takesTheNearestOfEachFigureByItself() {
        var nearest = Agreement.nearest(List.of(of(9, 300), of(12, 110), of(10.5, 200)));
        assertEquals(of(10.5, 110), nearest);
    }

    @Test
    void refusesAnEvenNumberOfSimulations() {
        var two = List.of(of(1, 1), of(2, 2));
        assertThrows(IllegalArgumentException.class, () -> Agreement.middle(two));
        assertThrows(IllegalArgumentException.class, () -> Agreement.middle(List.of()));
    }
}

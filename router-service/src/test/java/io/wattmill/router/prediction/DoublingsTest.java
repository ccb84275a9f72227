// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

class DoublingsTest {
    private static final double SAME = 1e-13;

    @Property
    void areTheLogarithmToTheBase2(@ForAll @DoubleRange(min = 1, max = 1e9) double value) {
        assertEquals(Math.log(value) / Math.log(2), Doublings.of(value), SAME);
    }

    @Test
    void areWholeForPowersOf2AndTheirNeighbours() {
        for (int power = 0; power < 40; power++) {
            double value = 1L << power;
            assertEquals(power, Doublings.of(value), SAME);
            assertEquals(power, Doublings.of(Math.nextUp(value)), SAME);
        }
    }

    @Test
    void lengthsJustBelowTheLongestCountAsAll() {
        AnswerLengths lengths = new AnswerLengths();
        assertEquals(1, lengths.shorter(Math.nextDown((double) (1 << 16))), SAME);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import java.time.Duration;

class PaceTest {

    private static final Pace PACE = new Pace(Duration.ofMillis(200), 20);

    @Property
    void straysOnlyWithinItsBand(
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double unit) {
        long wait = PACE.waitMillis(0, unit);

        assertTrue(wait >= 179 && wait <= 220, "waits " + wait);
    }

    @Example
    void countsTheTimeThatTheLookTook() {
        assertEquals(150, PACE.waitMillis(Duration.ofMillis(50).toNanos(), 0.5));
        assertEquals(1, PACE.waitMillis(Duration.ofSeconds(2).toNanos(), 0.5));
    }
}

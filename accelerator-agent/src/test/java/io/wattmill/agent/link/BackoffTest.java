// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import java.time.Duration;

class BackoffTest {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 50);

    @Example
    void doublesUpToItsBound() {
        long[] waits = {100, 200, 400, 800, 1_000, 1_000};
        for (int failures = 0; failures < waits.length; failures++) {
            assertEquals(waits[failures], BACKOFF.waitMillis(failures, 0));
        }
    }

    @Property
    void theLotTakesOffAtMostItsShare(
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int failures,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double unit) {
        long whole = BACKOFF.waitMillis(failures, 0);
        long wait = BACKOFF.waitMillis(failures, unit);

        assertTrue(wait <= whole && wait >= whole / 2, "waits " + wait + " of " + whole);
    }
}

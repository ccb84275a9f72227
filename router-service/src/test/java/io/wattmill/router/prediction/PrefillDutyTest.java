// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However often it is asked, the share falls as the exponential does. */
class PrefillDutyTest {
    private static final double WINDOW_NANOS = 2e9;

    @Property
    void fallsExponentially(
            @ForAll @IntRange(min = 1_000, max = 300_000_000) int stepNanos,
            @ForAll @IntRange(min = 1, max = 60) int asked) {
        PrefillDuty duty = new PrefillDuty();
        duty.placed(2_000_000_000L, 0);
        double first = 1 - Math.exp(-2e9 / WINDOW_NANOS);
        for (long i = 1; i <= asked; i++) {
            long now = i * stepNanos;
            assertEquals(first * Math.exp(-now / WINDOW_NANOS), duty.share(now), 1e-4);
        }
    }
}

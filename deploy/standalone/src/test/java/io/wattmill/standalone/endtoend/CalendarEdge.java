// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Days and hours in UTC end while a test runs that counts in them; here it waits for the next. */
final class CalendarEdge {
    /** Longer than what is counted takes, on a machine that stands still meanwhile. */
    private static final Duration MARGIN = Duration.ofSeconds(45);

    private CalendarEdge() {}

    /** Returns when the day or hour has at least three quarters of a minute left. */
    static void awayFrom(ChronoUnit unit) {
        Await.until(
                () -> left(unit).compareTo(MARGIN) >= 0,
                "the next of " + unit,
                MARGIN.multipliedBy(2));
    }

    private static Duration left(ChronoUnit unit) {
        var now = Instant.now();
        return Duration.between(now, now.truncatedTo(unit).plus(unit.getDuration()));
    }
}

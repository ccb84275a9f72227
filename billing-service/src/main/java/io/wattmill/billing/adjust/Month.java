// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.adjust;

import io.wattmill.billing.sql.Instants;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A calendar month in UTC. */
record Month(OffsetDateTime start) {

    /** The month that an instant in epoch microseconds lies in. */
    static Month of(long atUs) {
        return new Month(
                Instants.at(atUs)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfMonth(1));
    }

    /** The running month, and the one before while usage of it may still come. */
    static List<Month> open(long nowUs, long latenessUs) {
        Month running = of(nowUs);
        Month late = of(nowUs - latenessUs);
        return running.equals(late) ? List.of(running) : List.of(late, running);
    }

    OffsetDateTime end() {
        return start.plusMonths(1);
    }

    /** The instant whose prices count for it: its last, or now while it runs. */
    long pricedAtUs(long nowUs) {
        return Math.min(nowUs, Instants.us(end()) - 1);
    }
}

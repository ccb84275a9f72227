// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.time;

import java.time.Instant;

/** Wall-clock time, for what is shown or stored. Durations come from a {@link Ticker}. */
@FunctionalInterface
public interface Clock {

    /** Microseconds since 1970-01-01T00:00:00Z. May jump when the host's clock is set. */
    long nowUs();

    /** The clock of this host, microsecond resolution. */
    static Clock system() {
        return () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000L;
        };
    }
}

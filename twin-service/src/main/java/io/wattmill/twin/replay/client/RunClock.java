// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.kit.time.Ticker;

/** Microseconds since a run began. */
final class RunClock {

    private static final long NANOS_PER_MICRO = 1_000;

    private final Ticker ticker;
    private final long beganNanos;

    /** The run begins now. */
    RunClock(Ticker ticker) {
        this.ticker = ticker;
        this.beganNanos = ticker.nanos();
    }

    long nowUs() {
        return (ticker.nanos() - beganNanos) / NANOS_PER_MICRO;
    }
}

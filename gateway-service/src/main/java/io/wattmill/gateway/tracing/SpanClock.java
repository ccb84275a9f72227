// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.opentelemetry.sdk.common.Clock;
import io.wattmill.kit.time.Ticker;

/** The gateway's time as the SDK reads it. */
record SpanClock(io.wattmill.kit.time.Clock clock, Ticker ticker) implements Clock {

    private static final long NANOS_PER_US = 1_000;

    @Override
    public long now() {
        return clock.nowUs() * NANOS_PER_US;
    }

    @Override
    public long nanoTime() {
        return ticker.nanos();
    }
}

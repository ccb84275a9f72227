// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.wattmill.kit.time.Clock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock that moves when told. Starts at 2026-01-01T00:00:00Z: zero would hide mistakes. */
public final class FakeClock implements Clock {

    private final AtomicLong nowUs = new AtomicLong(1_767_225_600_000_000L);

    @Override
    public long nowUs() {
        return nowUs.get();
    }

    /** Moves the clock; a negative duration sets it back, as an operator might. */
    public void advance(Duration by) {
        nowUs.addAndGet(by.toNanos() / 1_000L);
    }
}

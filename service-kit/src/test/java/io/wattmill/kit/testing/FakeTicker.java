// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.wattmill.kit.time.Ticker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A monotonic ticker that moves when told. Starts at one hour: zero would hide mistakes. */
public final class FakeTicker implements Ticker {

    private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** Moves the ticker forward; never back. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a ticker never goes back: " + by);
        }
        nanos.addAndGet(by.toNanos());
    }
}

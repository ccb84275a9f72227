// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

/**
 * What one call holds of the bodies in memory beside its own: documents that are read for it. One
 * event loop.
 */
final class Share {

    private static final int RETRY_SECONDS = 1;

    private final HeldBytes held;
    private final MeterRegistry metrics;
    private long taken;

    Share(HeldBytes held, MeterRegistry metrics) {
        this.held = held;
        this.metrics = metrics;
    }

    /** Takes room for {@code bytes} more; false, and counted, when there is none. */
    boolean tryTake(long bytes) {
        if (!held.tryTake(bytes)) {
            Limits.hit(metrics, "http.max-held-bytes");
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Gives back what was taken; the second time there is nothing to give. */
    void giveBack() {
        held.giveBack(taken);
        taken = 0;
    }

    /** What a caller is told for whom there is no room. */
    static ApiError none() {
        return ApiError.unavailable(
                "overloaded", "The gateway holds as many request bodies as it may.", RETRY_SECONDS);
    }
}

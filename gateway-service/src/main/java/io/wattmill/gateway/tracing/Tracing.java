// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

/** Where traces of requests come from. For any thread. */
public interface Tracing {

    /** The trace of a call that came in, whose key may be told apart from others. */
    RequestTrace begin(Arrival arrival);

    /** Whether anything is recorded here; else a call that belongs to no trace needs none. */
    default boolean isRecording() {
        return false;
    }

    /** The trace of a call whose key asks for no log: it goes on, and nothing is recorded of it. */
    default RequestTrace unrecorded(Arrival arrival) {
        return passedOn(arrival);
    }

    /** Sends what is there, as far as the time allows. Blocks. */
    default void close() {}

    /**
     * Tracing as configured: without a collector nothing is recorded, and nothing of the SDK is
     * touched.
     *
     * @param gatewayId which gateway of the site this is
     */
    static Tracing of(
            TelemetryConfig config,
            String gatewayId,
            MeterRegistry metrics,
            Clock clock,
            Ticker ticker) {
        return config.traces()
                .url()
                .<Tracing>map(url -> Recording.to(url, config, gatewayId, metrics, clock, ticker))
                .orElse(Tracing::passedOn);
    }

    private static RequestTrace passedOn(Arrival arrival) {
        return arrival.caller().isPresent()
                ? new PassedOn(arrival.requestId(), arrival.caller())
                : RequestTrace.NONE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.fleet;

import java.util.List;

/**
 * Engines that compute prompts for others, which decode: what they computed travels.
 *
 * @param engines at least one
 * @param linkBytesPerSecond that one of them sends at most; one prompt after the other
 * @param latencyNanos until a transfer begins
 */
public record PrefillPool(List<FleetEngine> engines, double linkBytesPerSecond, long latencyNanos) {
    private static final double NANOS = 1e9;

    /** Refuses an empty pool and links that carry nothing. */
    public PrefillPool {
        engines = List.copyOf(engines);
        if (engines.isEmpty() || !(linkBytesPerSecond > 0) || latencyNanos < 0) {
            throw new IllegalArgumentException("a prefill pool has engines and links");
        }
    }

    /** Other engines on the same links. */
    public PrefillPool of(List<FleetEngine> others) {
        return new PrefillPool(others, linkBytesPerSecond, latencyNanos);
    }

    /** Time of a link for the KV cache of a prompt of so many tokens, windows and states too. */
    public long transferNanos(long tokens) {
        var model = engines.getFirst().model().model();
        double bytes = (double) tokens * model.kvBytesPerToken() + model.kvBytesPerSequence();
        return latencyNanos + Math.round(bytes / linkBytesPerSecond * NANOS);
    }
}

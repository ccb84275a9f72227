// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.OptionalLong;

/**
 * How long an engine's callers waited in the last seconds, by its own histograms, in microseconds.
 * A figure is empty where the engine keeps none, or served nobody.
 *
 * @param ttftP50Us median time to the first token
 * @param ttftP99Us one in a hundred waited longer for the first token
 * @param tpotP50Us median time from one token to the next
 * @param tpotP99Us one in a hundred waited longer from one token to the next
 */
public record EngineLatency(
        OptionalLong ttftP50Us,
        OptionalLong ttftP99Us,
        OptionalLong tpotP50Us,
        OptionalLong tpotP99Us) {
    /** Of an engine that tells none of them. */
    public static final EngineLatency UNKNOWN =
            new EngineLatency(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
}

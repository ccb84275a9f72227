// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

/** What an emulated node may be told to suffer. */
public sealed interface NodeCommand {
    /** Largest factor of {@link Slow}. */
    double MAX_FACTOR = 1_000;

    /** The engine's process dies: its port closes, connections are reset, its work is lost. */
    record Crash() implements NodeCommand {}

    /** The engine's process stands still: its port accepts, and nothing is ever answered. */
    record Hang() implements NodeCommand {}

    /**
     * Steps take longer than the model says.
     *
     * @param factor how many times, from 1 to {@link #MAX_FACTOR}
     */
    record Slow(double factor) implements NodeCommand {}

    /** All is well again; an engine that had crashed or hung comes back empty. */
    record Restore() implements NodeCommand {}
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import java.time.Duration;
import java.util.List;

/**
 * The library between an opening and a closing. Handles mean nothing outside of it.
 *
 * @param library the library
 * @param listed how many devices the driver counts; one that is lost is counted, and has no lane
 * @param lanes the ways to its devices
 * @param events who listens to its events
 */
record NvmlSession(NvmlLibrary library, long listed, List<GpuLane> lanes, EventWatch events) {

    /** How long each thread has to come out of its call. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    NvmlSession {
        lanes = List.copyOf(lanes);
    }

    /** Whether every device that the driver counts has said who it is. */
    boolean isWhole() {
        return listed > 0 && lanes.size() >= listed;
    }

    /** Whether somebody is in a call for longer than anybody waits: it cannot be closed then. */
    boolean hangs() {
        return events.hangs() || lanes.stream().anyMatch(GpuLane::hangs);
    }

    /**
     * Whether nobody listens to its events any more: its devices may be read, and it would miss
     * their faults.
     */
    boolean isDeaf() {
        return events.hasLeft(Duration.ZERO);
    }

    /**
     * Listens to events no more; the devices may still be read. False when the call that waits for
     * them has not returned: it is deaf once that does. Blocks a moment.
     */
    boolean endsEvents() {
        events.leave();
        return events.hasLeft(GRACE);
    }

    /**
     * Closes the library; false when a thread is still inside, and the library stays as it is:
     * nothing is taken away from under a call. Blocks a moment.
     */
    boolean close() {
        events.leave();
        lanes.forEach(GpuLane::leave);
        boolean empty = events.hasLeft(GRACE);
        for (GpuLane lane : lanes) {
            empty &= lane.hasLeft(GRACE);
        }
        if (empty) {
            library.call(NvmlFunction.SHUTDOWN);
            library.unload();
        }
        return empty;
    }
}

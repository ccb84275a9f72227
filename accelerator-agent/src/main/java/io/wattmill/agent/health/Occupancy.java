// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Map;

/**
 * What runs where, by the engines' own counts; 1 stands for whatever runs on one that tells none.
 *
 * @param byDevice requests that run or wait on each device that was read, 0 for an idle one
 * @param total requests that run or wait on this node
 * @param unsure whether nobody can tell on which devices some engine computes: whatever happens to
 *     one of them may concern it
 */
public record Occupancy(Map<String, Long> byDevice, long total, boolean unsure) {

    /** Copies the map. */
    public Occupancy {
        byDevice = Map.copyOf(byDevice);
    }

    /**
     * Whether nothing is left to be finished before the device goes down; of a device that is not
     * there any more it is not known what ran on it, so that nothing at all may.
     */
    boolean isIdle(String deviceId, boolean host) {
        return (host || unsure ? total : byDevice.getOrDefault(deviceId, total)) == 0;
    }
}

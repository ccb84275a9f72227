// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Map;

/**
 * What runs where, by the engines' own counts.
 *
 * @param byDevice requests that run or wait on each device that was read, 0 for an idle one
 * @param total requests that run or wait on this node
 */
public record Occupancy(Map<String, Long> byDevice, long total) {

    /** Copies the map. */
    public Occupancy {
        byDevice = Map.copyOf(byDevice);
    }

    /**
     * Whether nothing is left to be finished before the device goes down; of a device that is not
     * there any more it is not known what ran on it, so that nothing at all may.
     */
    boolean isIdle(String deviceId, boolean host) {
        return (host ? total : byDevice.getOrDefault(deviceId, total)) == 0;
    }
}

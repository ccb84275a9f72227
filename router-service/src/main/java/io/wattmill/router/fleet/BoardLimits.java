// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.Gpus;

/**
 * What a board can draw, with room for bad meters: below 0.3 of what it idles at with a model
 * loaded nothing is measured (an H100 without one draws 0.6 of it), above 1.5 of its limit no
 * transient lasts.
 *
 * @param floorMilliwatts 0 = unknown
 * @param ceilingMilliwatts of the highest board there is, while unknown
 */
record BoardLimits(long floorMilliwatts, long ceilingMilliwatts) {
    private static final double IDLE_SHARE = 0.3;
    static final long HIGHEST_CAP_MILLIWATTS = 10_000_000;
    private static final long HIGHEST_MILLIWATTS = HIGHEST_CAP_MILLIWATTS * 3 / 2;
    static final BoardLimits UNKNOWN = new BoardLimits(0, HIGHEST_MILLIWATTS);

    static BoardLimits of(DeviceDescription device) {
        long cap = device.powerCapMilliwatts();
        long floor =
                Gpus.find(device.gpuType())
                        .map(gpu -> Math.round(gpu.power().idleMilliwatts() * IDLE_SHARE))
                        .orElse(0L);
        boolean told = cap > 0 && cap <= HIGHEST_CAP_MILLIWATTS;
        return new BoardLimits(floor, told ? cap + cap / 2 : HIGHEST_MILLIWATTS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * How a GPU is made to run at present: what it may draw, and how fast its cores may go.
 *
 * @param capMilliwatts power limit of the board; 0 = its maker's. What it costs in time follows
 *     from the load (adr 31), so that a clock that the limit alone lowers is not told here
 * @param clockPercent of its highest clock, {@code LOWEST_PERCENT} to 100, at which it is held
 *     whatever the load: by heat, a power brake, or somebody's setting
 */
public record OperatingPoint(long capMilliwatts, int clockPercent) {
    /** No board goes lower: as {@link PowerCurve}. */
    public static final int LOWEST_PERCENT = 20;

    private static final int FULL_PERCENT = 100;

    /**
     * Boards refuse limits below 0.28 of their own (H100: 200 of 700 W): what is told is absurd.
     */
    private static final int LOWEST_CAP_SHARE = 4;

    private static final int NEAR_PERCENT = 10;

    /** As the maker promises. */
    public static final OperatingPoint FULL = new OperatingPoint(0, FULL_PERCENT);

    public OperatingPoint {
        if (capMilliwatts < 0 || clockPercent < LOWEST_PERCENT || clockPercent > FULL_PERCENT) {
            throw new IllegalArgumentException("operating point: cap >= 0, clock 20 to 100 %");
        }
    }

    /** This GPU as it runs so. */
    public GpuSpec of(GpuSpec gpu) {
        GpuSpec capped = isCapping(gpu) ? gpu.limitedTo(cap(gpu)) : gpu;
        return clockPercent == FULL_PERCENT
                ? capped
                : capped.atClock(clockPercent / (double) FULL_PERCENT);
    }

    private boolean isCapping(GpuSpec gpu) {
        return capMilliwatts > 0 && capMilliwatts < gpu.power().capMilliwatts();
    }

    private long cap(GpuSpec gpu) {
        PowerCurve power = gpu.power();
        long least = Math.max(power.idleMilliwatts(), power.capMilliwatts() / LOWEST_CAP_SHARE);
        return Math.max(least, capMilliwatts);
    }

    /** Whether what was seen at the other says much the same of an engine as at this one. */
    public boolean isNear(OperatingPoint other) {
        long caps = Math.max(capMilliwatts, other.capMilliwatts);
        return Math.abs(clockPercent - other.clockPercent) <= NEAR_PERCENT
                && Math.abs(capMilliwatts - other.capMilliwatts) * FULL_PERCENT
                        <= caps * NEAR_PERCENT;
    }
}

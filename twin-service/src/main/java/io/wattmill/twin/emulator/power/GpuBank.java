// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

import java.util.ArrayList;
import java.util.List;

/**
 * The GPUs of one engine: the group's power is spread over them so that their sum is exactly the
 * group's.
 */
public final class GpuBank {
    private final List<EnergyMeter> meters;

    /**
     * A bank at zero energy.
     *
     * @param gpus how many, at least 1
     * @param atNanos now, on the node's monotonic time
     * @param groupMilliwatts power of all together from now on
     */
    public GpuBank(int gpus, long atNanos, long groupMilliwatts) {
        var made = new ArrayList<EnergyMeter>(gpus);
        for (int gpu = 0; gpu < gpus; gpu++) {
            made.add(new EnergyMeter(atNanos, share(groupMilliwatts, gpu, gpus)));
        }
        this.meters = List.copyOf(made);
    }

    /** The group's power changes at this instant. */
    public void change(long atNanos, long groupMilliwatts) {
        for (int gpu = 0; gpu < meters.size(); gpu++) {
            meters.get(gpu).change(atNanos, share(groupMilliwatts, gpu, meters.size()));
        }
    }

    /** Accounts for the time up to this instant. */
    public void advance(long toNanos) {
        meters.forEach(meter -> meter.advance(toNanos));
    }

    /** The meters, by GPU index. */
    public List<EnergyMeter> meters() {
        return meters;
    }

    /** An even share; the first GPUs take one milliwatt more where it does not divide. */
    private static long share(long groupMilliwatts, int gpu, int gpus) {
        return groupMilliwatts / gpus + (gpu < groupMilliwatts % gpus ? 1 : 0);
    }
}

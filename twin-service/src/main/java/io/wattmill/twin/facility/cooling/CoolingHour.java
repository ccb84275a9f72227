// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.Arrays;

/** An hour of a site's cooling, in watts: written by {@link CoolingPlant}. */
public final class CoolingHour {
    private final int banks;
    private final double[] moverWatts;
    private final double[] loopHeat;
    private final double[] loopPumpWatts;
    private final LoopHour[] loops;
    private final double[] loading;
    private double missedWatts;

    CoolingHour(int banks, int loops) {
        this.banks = banks;
        this.moverWatts = new double[banks];
        this.loopHeat = new double[loops];
        this.loopPumpWatts = new double[loops];
        this.loops = new LoopHour[loops];
        this.loading = new double[banks + 2 * loops];
    }

    void clear() {
        Arrays.fill(loopHeat, 0);
        missedWatts = 0;
    }

    void bank(int unit, int loop, double carried, double missed, double mover, double load) {
        moverWatts[unit] = mover;
        loopHeat[loop] += carried + mover;
        loading[unit] = load;
        missedWatts += missed;
    }

    double loopHeat(int loop) {
        return loopHeat[loop];
    }

    void loop(int loop, double pump, LoopHour hour) {
        loopPumpWatts[loop] = pump;
        loops[loop] = hour;
        loading[banks + 2 * loop] = hour.chillerLoading();
        loading[banks + 2 * loop + 1] = hour.rejectionLoading();
        missedWatts += hour.missedWatts();
    }

    /** Power of a bank's pumps or fans: CDUs first, then air handlers. */
    public double moverWatts(int bank) {
        return moverWatts[bank];
    }

    /** Power of the loop's pump. */
    public double loopPumpWatts(int loop) {
        return loopPumpWatts[loop];
    }

    /** What became of the loop's heat. */
    public LoopHour loop(int loop) {
        return loops[loop];
    }

    /** Wanted of each unit per what it may, by the order of {@link CoolingPlant#banks}. */
    public double loading(int unit) {
        return loading[unit];
    }

    /** Heat that nothing carried. */
    public double missedWatts() {
        return missedWatts;
    }

    /** Heat that went outside, of all loops. */
    public double rejectedWatts() {
        double sum = 0;
        for (LoopHour loop : loops) {
            sum += loop.rejectedWatts();
        }
        return sum;
    }

    /** Water made up, of all loops. */
    public double litres() {
        double sum = 0;
        for (LoopHour loop : loops) {
            sum += loop.litres();
        }
        return sum;
    }
}

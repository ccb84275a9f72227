// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import java.util.Arrays;

/** Watts at every unit of a chain, in the order of its plan: written by {@link PowerNetwork}. */
public final class LoadFlow {
    private final double[] output;
    private final double[] input;
    private final double[] held;
    private double siteWatts;
    private double unservedWatts;
    private double heldSite;
    private double heldUnserved;

    LoadFlow(int units) {
        this.output = new double[units];
        this.input = new double[units];
        this.held = new double[units];
    }

    void clear() {
        Arrays.fill(output, 0);
        Arrays.fill(input, 0);
        siteWatts = 0;
        unservedWatts = 0;
    }

    /** Keeps what was added so far: {@link #back(int[])} returns to it. */
    void hold() {
        System.arraycopy(output, 0, held, 0, held.length);
        heldSite = siteWatts;
        heldUnserved = unservedWatts;
    }

    /** These units as they were held; the others stay as they are. */
    void back(int[] units) {
        for (int unit : units) {
            output[unit] = held[unit];
            input[unit] = 0;
        }
        siteWatts = heldSite;
        unservedWatts = heldUnserved;
    }

    void add(double watts, int[] feeders) {
        if (feeders.length == 0) {
            unservedWatts += watts;
            return;
        }
        double each = watts / feeders.length;
        for (int feeder : feeders) {
            output[feeder] += each;
        }
    }

    void input(int unit, double watts, int[] feeders) {
        input[unit] = watts;
        if (feeders.length == 0) {
            siteWatts += watts;
        } else {
            add(watts, feeders);
        }
    }

    /** Watts that the unit gives out. */
    public double output(int unit) {
        return output[unit];
    }

    /** Watts that the unit takes in. */
    public double input(int unit) {
        return input[unit];
    }

    /** Watts that the unit loses. */
    public double loss(int unit) {
        return input[unit] - output[unit];
    }

    /** Watts that come in where nothing of the plan feeds a unit. */
    public double siteWatts() {
        return siteWatts;
    }

    /** Watts that loads want and nothing live gives them. */
    public double unservedWatts() {
        return unservedWatts;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.power.PowerNetwork;

/**
 * By how much racks are capped in an hour: each by the unit above it that exceeds its rating most.
 * A unit that carries no rack carries what cools them: beyond its rating it caps them all.
 */
final class Caps {
    private final RunningFacility running;
    private final PowerNetwork network;
    private final int units;
    private final int racks;

    Caps(RunningFacility running) {
        this.running = running;
        this.network = running.network();
        this.units = network.plan().units().size();
        this.racks = running.facility().racks().size();
    }

    /** Share of what the racks draw that they may, 0 to 1; all, where they draw nothing. */
    double share() {
        double it = running.itWatts();
        double[] most = mostAbove();
        double may = 0;
        for (int rack = 0; rack < racks; rack++) {
            may += running.load(rack) / mostOf(units + rack, most);
        }
        return it > 0 ? may / it / withoutRacks() : 1;
    }

    /** Loading of each unit or of one above it, whichever is the most; at least 1. */
    private double[] mostAbove() {
        double[] most = new double[units];
        for (int unit = units - 1; unit >= 0; unit--) {
            most[unit] = Math.max(loading(unit), mostOf(unit, most));
        }
        return most;
    }

    private double mostOf(int consumer, double[] most) {
        double of = 1;
        for (int feeder : network.feeders(consumer)) {
            of = Math.max(of, most[feeder]);
        }
        return of;
    }

    /** The most loading, at least 1, of the units that no rack hangs on. */
    private double withoutRacks() {
        boolean[] above = new boolean[units];
        for (int rack = 0; rack < racks; rack++) {
            mark(units + rack, above);
        }
        double most = 1;
        for (int unit = 0; unit < units; unit++) {
            if (above[unit]) {
                mark(unit, above);
            } else {
                most = Math.max(most, loading(unit));
            }
        }
        return most;
    }

    private void mark(int consumer, boolean[] above) {
        for (int feeder : network.feeders(consumer)) {
            above[feeder] = true;
        }
    }

    private double loading(int unit) {
        return network.loading(unit, running.flow());
    }
}

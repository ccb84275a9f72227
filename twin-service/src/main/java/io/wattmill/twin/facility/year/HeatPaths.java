// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.power.LoadFlow;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.facility.power.PowerPlan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where a watt of heat goes: of racks by their shares, of units indoors to the first room. */
final class HeatPaths {
    private static final int NOWHERE = -1;

    private final int[] cduOf;
    private final int[] crahOf;
    private final double[] liquidShare;
    private final int[] indoors;
    private final double[] liquid;
    private final double[] air;
    private int[] open = {};
    private double uncarried;
    private double roomOfRacks;

    HeatPaths(Facility facility, PowerPlan power, Stance stance) {
        List<RackLoad> racks = facility.racks();
        List<String> cdus = facility.cooling().waters();
        List<String> crahs = facility.cooling().rooms();
        this.cduOf = racks.stream().mapToInt(rack -> place(rack.cdu(), cdus)).toArray();
        this.crahOf = racks.stream().mapToInt(rack -> place(rack.crah(), crahs)).toArray();
        this.liquidShare =
                racks.stream()
                        .mapToDouble(rack -> stance.of(Knob.HEAT_SPLIT, rack.liquidShare()))
                        .toArray();
        this.indoors = indoors(power.units());
        this.liquid = new double[cdus.size()];
        this.air = new double[crahs.size()];
    }

    private static int[] indoors(List<NetworkUnit> units) {
        return IntStream.range(0, units.size()).filter(i -> units.get(i).indoors()).toArray();
    }

    private static int place(Optional<String> id, List<String> among) {
        if (id.isEmpty()) {
            return NOWHERE;
        }
        int place = among.indexOf(id.get());
        if (place < 0) {
            throw new IllegalArgumentException("no cooling is called " + id.get());
        }
        return place;
    }

    /**
     * Splits what racks draw, and what units lose on which nothing else hangs: both stay while
     * {@link #room} is asked.
     */
    void racks(double[] loads, LoadFlow flow, int[] held) {
        Arrays.fill(liquid, 0);
        Arrays.fill(air, 0);
        uncarried = 0;
        for (int i = 0; i < cduOf.length; i++) {
            add(liquid, cduOf[i], loads[i] * liquidShare[i]);
            add(air, crahOf[i], loads[i] * (1 - liquidShare[i]));
        }
        int[] own = IntStream.of(held).sorted().toArray();
        open = IntStream.of(indoors).filter(i -> Arrays.binarySearch(own, i) < 0).toArray();
        roomOfRacks = air.length > 0 ? air[0] : 0;
        for (int unit : indoors) {
            roomOfRacks += Arrays.binarySearch(own, unit) >= 0 ? flow.loss(unit) : 0;
        }
    }

    /** Adds what the chain loses indoors to the first room. */
    void room(LoadFlow flow) {
        if (air.length == 0) {
            return;
        }
        air[0] = roomOfRacks;
        for (int unit : open) {
            air[0] += flow.loss(unit);
        }
    }

    private void add(double[] banks, int bank, double watts) {
        if (bank == NOWHERE) {
            uncarried += watts;
        } else {
            banks[bank] += watts;
        }
    }

    /** Heat per secondary loop. */
    double[] liquid() {
        return liquid;
    }

    /** Heat per room. */
    double[] air() {
        return air;
    }

    /** Heat of racks in rooms without air handlers. */
    double uncarried() {
        return uncarried;
    }
}

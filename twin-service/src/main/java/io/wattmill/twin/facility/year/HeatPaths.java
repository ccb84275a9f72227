// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.cooling.CduBank;
import io.wattmill.twin.facility.cooling.CrahBank;
import io.wattmill.twin.facility.power.PowerFlow;
import io.wattmill.twin.facility.power.PowerPlan;
import io.wattmill.twin.facility.power.PowerUnit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which bank a watt of heat goes to: of racks by their shares, of units indoors to the room. */
final class HeatPaths {
    private static final int NOWHERE = -1;

    private final int[] cduOf;
    private final int[] crahOf;
    private final double[] liquidShare;
    private final int[] indoors;
    private final double[] liquid;
    private final double[] air;
    private double uncarried;

    HeatPaths(Facility facility, PowerPlan power, Stance stance) {
        List<RackLoad> racks = facility.racks();
        List<String> cdus = facility.cooling().cdus().stream().map(CduBank::id).toList();
        List<String> crahs = facility.cooling().crahs().stream().map(CrahBank::id).toList();
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

    private static int[] indoors(List<PowerUnit> units) {
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

    /** Splits what racks draw and the chain loses indoors. */
    void split(double[] loads, PowerFlow flow) {
        Arrays.fill(liquid, 0);
        Arrays.fill(air, 0);
        uncarried = 0;
        for (int i = 0; i < cduOf.length; i++) {
            add(liquid, cduOf[i], loads[i] * liquidShare[i]);
            add(air, crahOf[i], loads[i] * (1 - liquidShare[i]));
        }
        if (air.length > 0) {
            for (int unit : indoors) {
                air[0] += flow.loss(unit);
            }
        }
    }

    private void add(double[] banks, int bank, double watts) {
        if (bank == NOWHERE) {
            uncarried += watts;
        } else {
            banks[bank] += watts;
        }
    }

    /** Heat per CDU bank. */
    double[] liquid() {
        return liquid;
    }

    /** Heat per air handler bank. */
    double[] air() {
        return air;
    }

    /** Heat of racks in rooms without air handlers. */
    double uncarried() {
        return uncarried;
    }

    int banks() {
        return liquid.length + air.length;
    }
}

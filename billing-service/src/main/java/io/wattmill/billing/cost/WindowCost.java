// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import io.wattmill.billing.apportion.Apportionment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A window's amounts and their division among its portions; the lines sum to the amounts exactly.
 */
public record WindowCost(Amounts amounts, List<CostLine> lines) {

    public WindowCost {
        lines = List.copyOf(lines);
    }

    /**
     * Divides by largest remainder: host joules and GPU time by device joules, or by time in the
     * window where there are none, facility joules by device and host joules, electricity and
     * carbon by all three; evenly where all are zero.
     *
     * @param portions at least one
     */
    public static WindowCost of(CostBasis basis, List<Portion> portions) {
        Amounts total = basis.amounts();
        long[] deviceUj = portions.stream().mapToLong(Portion::deviceUj).toArray();
        long[] use = isIdle(deviceUj) ? present(portions) : deviceUj;
        long[] hostUj = Apportionment.splitOrEven(total.hostUj(), use);
        long[] itUj = plus(deviceUj, hostUj);
        long[] facilityUj = Apportionment.splitOrEven(total.facilityUj(), itUj);
        long[] siteUj = plus(itUj, facilityUj);
        long[] gpuNano = Apportionment.splitOrEven(total.gpuNano(), use);
        long[] electricityNano = Apportionment.splitOrEven(total.electricityNano(), siteUj);
        long[] carbonUg = Apportionment.splitOrEven(total.carbonUg(), siteUj);
        List<CostLine> lines = new ArrayList<>();
        for (int i = 0; i < portions.size(); i++) {
            Amounts part =
                    new Amounts(
                            hostUj[i], facilityUj[i], gpuNano[i], electricityNano[i], carbonUg[i]);
            lines.add(new CostLine(portions.get(i).ordinal(), portions.get(i).bearer(), part));
        }
        return new WindowCost(total, lines);
    }

    private static boolean isIdle(long[] deviceUj) {
        return Arrays.stream(deviceUj).allMatch(uj -> uj == 0);
    }

    private static long[] present(List<Portion> portions) {
        return portions.stream().mapToLong(Portion::presentUs).toArray();
    }

    private static long[] plus(long[] some, long[] others) {
        return IntStream.range(0, some.length)
                .mapToLong(i -> Math.addExact(some[i], others[i]))
                .toArray();
    }
}

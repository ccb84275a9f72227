// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * Cooling of a site.
 *
 * @param cdus for racks' water
 * @param crahs for the air; the first one's room also holds the power units that stand indoors
 * @param loops behind them; every {@code loop} of a bank is one of these
 */
public record CoolingPlan(List<CduBank> cdus, List<CrahBank> crahs, List<WaterLoop> loops) {

    /** Copies its lists and refuses a bank whose loop is not there. */
    public CoolingPlan {
        cdus = List.copyOf(cdus);
        crahs = List.copyOf(crahs);
        loops = List.copyOf(loops);
        for (CduBank cdu : cdus) {
            indexOf(loops, cdu.loop());
        }
        for (CrahBank crah : crahs) {
            indexOf(loops, crah.loop());
        }
    }

    /** Place of the loop of that name. */
    public int loop(String id) {
        return indexOf(loops, id);
    }

    private static int indexOf(List<WaterLoop> loops, String id) {
        for (int i = 0; i < loops.size(); i++) {
            if (loops.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no loop is called " + id);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.facility.year.RackLoad;

import java.util.List;

/**
 * Heat at its most, by where it goes: machines that a plan does not have are sized by it.
 *
 * @param racks at their rating, whatever they draw on a day
 */
record Heat(List<RackLoad> racks) {
    /** Losses of the chain indoors and of fans, on top of racks. */
    private static final double ROOM = 1.1;

    double intoCdu(String bank) {
        return racks.stream()
                .filter(rack -> rack.cdu().filter(bank::equals).isPresent())
                .mapToDouble(rack -> rack.watts().max() * rack.liquidShare().value())
                .sum();
    }

    double intoAir() {
        return ROOM
                * racks.stream()
                        .mapToDouble(rack -> rack.watts().max() * (1 - rack.liquidShare().value()))
                        .sum();
    }
}

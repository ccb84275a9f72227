// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import java.util.List;

/**
 * A unit of the chain, or several alike in parallel that share what they carry evenly.
 *
 * @param id name within the plan
 * @param kind what it is
 * @param count how many there are in parallel, at least 1
 * @param ratedWatts what one of them may give out
 * @param losses of one of them
 * @param fedBy what feeds it, sharing evenly
 * @param backedBy what feeds it when none of these is live, a generator for one; neither = it is
 *     where power comes in
 * @param indoors whether the cooling has to carry its losses away
 */
public record NetworkUnit(
        String id,
        Kind kind,
        int count,
        double ratedWatts,
        LossCurve losses,
        List<String> fedBy,
        List<String> backedBy,
        boolean indoors) {

    /** Refuses none of it and a rating of nothing. */
    public NetworkUnit {
        if (count < 1 || !(ratedWatts > 0)) {
            throw new IllegalArgumentException(id + ": " + count + " x " + ratedWatts + " W");
        }
        fedBy = List.copyOf(fedBy);
        backedBy = List.copyOf(backedBy);
    }

    /** Whether power comes in here; a battery gives back what it was given. */
    boolean source() {
        return kind != Kind.BATTERY && fedBy.isEmpty() && backedBy.isEmpty();
    }

    /** What a unit of the chain is. */
    public enum Kind {
        UTILITY,
        GENERATOR,
        BATTERY,
        TRANSFORMER,
        SWITCHBOARD,
        UPS,
        PDU,
        BUSWAY,
        BREAKER,
        RECTIFIER
    }
}

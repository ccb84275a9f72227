// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.weather.HourSeries;

import java.util.List;
import java.util.Optional;

/**
 * A rack, or several alike on the same feeds: what they draw is what they turn into heat.
 *
 * @param id name within the plan
 * @param watts drawn by the hour, at least 0
 * @param certainty factor on {@code watts}, around 1: its interval is how sure they are
 * @param liquidShare share of the heat that goes into water, 0 to 1
 * @param cdu secondary loop whose CDUs carry this share; may be empty when it is 0
 * @param crah room whose air handlers carry the rest; empty = nothing does
 * @param fedBy power units that feed it, sharing evenly
 */
public record RackLoad(
        String id,
        HourSeries watts,
        Figure certainty,
        Figure liquidShare,
        Optional<String> cdu,
        Optional<String> crah,
        List<String> fedBy) {

    /** Refuses heat for water that nothing carries. */
    public RackLoad {
        if (cdu.isEmpty() && liquidShare.high() > 0) {
            throw new IllegalArgumentException(id + " has a liquid share and no CDU");
        }
        fedBy = List.copyOf(fedBy);
    }

    /** The same rack with another load. */
    public RackLoad drawing(HourSeries other) {
        return new RackLoad(id, other, certainty, liquidShare, cdu, crah, fedBy);
    }
}

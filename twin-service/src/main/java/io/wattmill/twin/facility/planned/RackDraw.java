// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.weather.HourSeries;

/** What racks draw, as somebody foretells it: a simulation, or {@link NodeDraw}. */
public interface RackDraw {

    /** Watts of the rack by the hour. */
    HourSeries watts(Rack rack);

    /** Factor on these watts, around 1: its interval says how sure they are. */
    Figure certainty();
}

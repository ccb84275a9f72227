// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

/** What is kept of each hour. */
public enum Column {
    /** Watts into racks. */
    IT,
    /** Watts into the site: IT, losses and every other watt below. */
    SITE,
    /** Watts that the power chain loses. */
    CHAIN_LOSS,
    /** Watts of pumps in CDUs and loops. */
    PUMPS,
    /** Watts of air handlers' fans. */
    ROOM_FANS,
    /** Watts of chillers. */
    CHILLERS,
    /** Watts of fans of towers and dry coolers. */
    REJECTION_FANS,
    /** Watts of light, offices and the like. */
    OTHER,
    /** Watts of heat that loops gave to the air outside. */
    REJECTED,
    /** Watts of heat that nothing carried: racks would have to draw so much less. */
    MISSED,
    /** Watts that racks want and no live feeder gives. */
    UNSERVED,
    /** Litres of water made up in the hour. */
    LITRES,
    /** Grams of CO2 equivalent of the hour's power. */
    CARBON_GRAMS,
    /** Load per rating of the unit that is nearest to its limit, or furthest above it. */
    LOADING
}

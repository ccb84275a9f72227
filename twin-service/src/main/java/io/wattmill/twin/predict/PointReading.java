// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

/** What a row of serving points says. */
public sealed interface PointReading {

    /** A point that can be modelled. */
    record Known(ServingPoint point) implements PointReading {}

    /**
     * A point that cannot.
     *
     * @param reason the same for all rows that fail alike, so that it can be counted
     */
    record Unknown(String reason) implements PointReading {}
}

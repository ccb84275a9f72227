// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.budget;

/** The time in which a budget's amount may be spent. */
public sealed interface Frame {

    /** Limits have none. */
    record None() implements Frame {}

    /** The calendar day in UTC. */
    record Day() implements Frame {}

    /** The calendar month in UTC. */
    record Month() implements Frame {}

    /** The last so many microseconds at any time. */
    record Rolling(long us) implements Frame {}
}

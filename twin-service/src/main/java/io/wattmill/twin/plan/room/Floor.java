// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.room;

import java.util.OptionalLong;

/**
 * The floor.
 *
 * @param slabKgPerM2 what the slab bears; empty when the plan does not say
 * @param raisedKgPerM2 what the raised floor on it bears; empty without one
 * @param areaCm2 of the room; empty when the plan does not say
 */
public record Floor(OptionalLong slabKgPerM2, OptionalLong raisedKgPerM2, OptionalLong areaCm2) {
    /** Of a plan that says nothing of it. */
    public static final Floor NOT_GIVEN = bearing(OptionalLong.empty());

    /** A slab of which no more is known. */
    public static Floor bearing(OptionalLong slabKgPerM2) {
        return new Floor(slabKgPerM2, OptionalLong.empty(), OptionalLong.empty());
    }
}

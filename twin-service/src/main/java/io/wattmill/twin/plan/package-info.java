// SPDX-License-Identifier: Apache-2.0
/**
 * A facility plan as records: feeds, breakers, racks, node types, the models they are meant to
 * serve, and the building around them.
 *
 * <p>Knows no file format, no rule and no clock. References between parts (a rack's breaker, a
 * group's node type) are names that {@code twin.planfile} has already resolved, so the lookups here
 * cannot miss.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.FacilityPlan}.
 */
@NullMarked
package io.wattmill.twin.plan;

import org.jspecify.annotations.NullMarked;

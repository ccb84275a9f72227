// SPDX-License-Identifier: Apache-2.0
/**
 * A facility plan as records, from the utility feed to the service level: what is planned, and for
 * each figure whether the plan states it or a default stands in ({@link
 * io.wattmill.twin.plan.given.Given}).
 *
 * <p>Knows no file format, no rule and no clock. References between parts (a rack's breaker, a
 * group's node type) are names that {@code twin.planfile} has already resolved, so the lookups here
 * cannot miss.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.FacilityPlan}; its parts are one package each:
 * {@code site}, {@code power}, {@code room}, {@code cooling}, {@code serving}, {@code money},
 * {@code upkeep}.
 */
@NullMarked
package io.wattmill.twin.plan;

import org.jspecify.annotations.NullMarked;

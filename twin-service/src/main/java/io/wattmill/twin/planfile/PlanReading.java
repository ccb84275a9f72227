// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.List;

/** What became of a plan file. */
public sealed interface PlanReading {

    /** It is a plan. */
    record Understood(FacilityPlan plan) implements PlanReading {}

    /** It is not; all its problems, in file order as far as they have one. */
    record Refused(List<PlanProblem> problems) implements PlanReading {}
}

// SPDX-License-Identifier: Apache-2.0
/**
 * The edge where a plan file becomes records: YAML in, a {@link io.wattmill.twin.plan.FacilityPlan}
 * or every problem at once out.
 *
 * <p>Knows the file's keys, units and bounds; knows no rule. Reads text, never the disk.
 *
 * <p>Start reading at {@link io.wattmill.twin.planfile.PlanReader}.
 */
@NullMarked
package io.wattmill.twin.planfile;

import org.jspecify.annotations.NullMarked;

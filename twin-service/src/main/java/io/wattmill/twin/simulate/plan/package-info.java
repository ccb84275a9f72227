// SPDX-License-Identifier: Apache-2.0
/**
 * {@code plan run}: a trace on the fleet that a facility plan describes. Must not know plan files
 * or rules. Start reading at {@link io.wattmill.twin.simulate.plan.PlanRun}.
 */
@NullMarked
package io.wattmill.twin.simulate.plan;

import org.jspecify.annotations.NullMarked;

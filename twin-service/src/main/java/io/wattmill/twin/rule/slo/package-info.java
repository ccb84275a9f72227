// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about service levels: what the engine model says cannot be faster, and what the planned
 * load needs. A first look: what a run says of queues is {@code twin.simulate}'s.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.slo.SloRules}.
 */
@NullMarked
package io.wattmill.twin.rule.slo;

import org.jspecify.annotations.NullMarked;

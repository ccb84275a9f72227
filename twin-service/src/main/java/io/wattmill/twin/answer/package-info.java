// SPDX-License-Identifier: Apache-2.0
/**
 * What the twin answers to a plan: whether it would work, the figures that matter with interval and
 * provenance, what binds, what every rule said, and what all of it rests on. Records only; pure.
 *
 * <p>Knows no plan, no simulation and no page: whoever has computed something puts it here, whoever
 * shows, stores or compares answers reads it here.
 *
 * <p>Start reading at {@link io.wattmill.twin.answer.PlanAnswer}.
 */
@NullMarked
package io.wattmill.twin.answer;

import org.jspecify.annotations.NullMarked;

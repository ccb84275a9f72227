// SPDX-License-Identifier: Apache-2.0
/**
 * Claims of vendors, tested: two systems with everything that their figures rest on, the ratios
 * rebuilt from the stated constants, what they hinge on, whether the two may be compared at all,
 * and what the engine model expects. Pure.
 *
 * <p>Knows no file format (that is {@code claim.read}) and no layout ({@code claim.report}), no
 * facility plan and no simulation.
 *
 * <p>Start reading at {@link io.wattmill.twin.claim.ClaimTrial}.
 */
@NullMarked
package io.wattmill.twin.claim;

import org.jspecify.annotations.NullMarked;

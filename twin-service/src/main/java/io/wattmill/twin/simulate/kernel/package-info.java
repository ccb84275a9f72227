// SPDX-License-Identifier: Apache-2.0
/**
 * A continuous batch that costs time per admission and per finish, not per token: between two
 * admissions or finishes every step is a known amount longer than the one before, so a whole
 * stretch of steps is one sum. It does what {@link io.wattmill.router.batch.ContinuousBatch} does,
 * step by step; {@code LeanEngineTest} holds the two together.
 *
 * <p>Must not know traces, placement or reports. Start reading at {@link
 * io.wattmill.twin.simulate.kernel.LeanEngine}.
 */
@NullMarked
package io.wattmill.twin.simulate.kernel;

import org.jspecify.annotations.NullMarked;

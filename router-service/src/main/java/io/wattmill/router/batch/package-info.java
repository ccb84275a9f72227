// SPDX-License-Identifier: Apache-2.0
/**
 * Continuous batching as vLLM does it: which sequences share the next step of an engine, and what
 * each of them gets from it.
 *
 * <p>It must not know how long a step takes (that is {@code router.engine}) nor what time it is:
 * whoever drives it takes a plan, lets the step's time pass, and applies the plan. The emulated
 * engine does so in real time, the simulator in virtual time. Start reading at {@link
 * io.wattmill.router.batch.ContinuousBatch}.
 */
@NullMarked
package io.wattmill.router.batch;

import org.jspecify.annotations.NullMarked;

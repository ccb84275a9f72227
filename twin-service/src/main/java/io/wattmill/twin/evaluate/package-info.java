// SPDX-License-Identifier: Apache-2.0
/**
 * Placement policies compared: the same arrivals on the same simulated fleet, once for each policy
 * and seed, and what each made of them in latency, goodput, joules and money. Must not know how a
 * policy chooses or where a trace comes from. Start reading at {@link
 * io.wattmill.twin.evaluate.Evaluation}.
 */
@NullMarked
package io.wattmill.twin.evaluate;

import org.jspecify.annotations.NullMarked;

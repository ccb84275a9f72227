// SPDX-License-Identifier: Apache-2.0
/**
 * Load that is made up from a few figures: arrivals of different burstiness, lengths, and chains of
 * turns that wait for each other and for tools. The same seed gives the same trace.
 *
 * <p>Must not know files or who serves the load. Start at {@link
 * io.wattmill.twin.trace.workload.SyntheticLoad}.
 */
@NullMarked
package io.wattmill.twin.trace.workload;

import org.jspecify.annotations.NullMarked;

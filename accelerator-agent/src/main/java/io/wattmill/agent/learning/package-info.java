// SPDX-License-Identifier: Apache-2.0
/**
 * From what is read of devices and engines to windows that a regression can learn from, and from
 * what it learned to what is told: one learner per engine.
 *
 * <p>Windows lie between two readings of an engine's counters; the energy between them is
 * interpolated in the devices' meters, which are read at other instants. What cannot be compared
 * (an engine or a counter that began anew, a clock that jumped, a gap) makes no window. It must not
 * know how readings come about or where the coefficients go. Start reading at {@link
 * io.wattmill.agent.learning.NodeLearner}.
 */
@NullMarked
package io.wattmill.agent.learning;

import org.jspecify.annotations.NullMarked;

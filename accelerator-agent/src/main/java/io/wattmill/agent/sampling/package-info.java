// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at devices and engines at their own pace and writes what it sees on the node's board.
 *
 * <p>Everything here belongs to one event-loop context. It must not know who reads the board. Start
 * reading at {@link io.wattmill.agent.sampling.DeviceSampler}.
 */
@NullMarked
package io.wattmill.agent.sampling;

import org.jspecify.annotations.NullMarked;

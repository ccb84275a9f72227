// SPDX-License-Identifier: Apache-2.0
/**
 * What a trace is: requests with arrival, lengths and the blocks of their prompts; how one is made
 * up, and how its time is bent. Must not know files, HTTP or who replays it. Start at {@link
 * io.wattmill.twin.trace.Trace}.
 */
@NullMarked
package io.wattmill.twin.trace;

import org.jspecify.annotations.NullMarked;

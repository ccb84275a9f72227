// SPDX-License-Identifier: Apache-2.0
/**
 * Replays a trace against any OpenAI-compatible URL, open loop: each request leaves at its own
 * time, whatever became of those before it. Must not know how the target works. Start at {@link
 * io.wattmill.twin.replay.Replay}.
 */
@NullMarked
package io.wattmill.twin.replay;

import org.jspecify.annotations.NullMarked;

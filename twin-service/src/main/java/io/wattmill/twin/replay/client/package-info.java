// SPDX-License-Identifier: Apache-2.0
/**
 * The open-loop HTTP client: sends each request at its time, reads answers within bounds, gives up
 * after named timeouts, acknowledges whole answers on disk. All state belongs to the event loop
 * that runs it. Must not know where a trace comes from. Start at {@link
 * io.wattmill.twin.replay.client.OpenLoop}.
 */
@NullMarked
package io.wattmill.twin.replay.client;

import org.jspecify.annotations.NullMarked;

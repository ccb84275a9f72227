// SPDX-License-Identifier: Apache-2.0
/**
 * What goes over the wire of an OpenAI-compatible API: the body of a request, the events of a
 * streamed answer, and what an answer came to. Works on bytes; must not know sockets or clocks.
 * Start at {@link io.wattmill.twin.replay.wire.StreamedAnswer}.
 */
@NullMarked
package io.wattmill.twin.replay.wire;

import org.jspecify.annotations.NullMarked;

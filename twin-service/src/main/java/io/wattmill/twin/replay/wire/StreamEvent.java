// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import io.wattmill.twin.replay.report.AnswerUsage;

import java.util.Optional;

/** One event of a streamed chat answer. */
sealed interface StreamEvent {

    /**
     * A chunk.
     *
     * @param hasContent whether it carries text, reasoning or a tool call: something a reader sees
     * @param usage when the chunk has one
     */
    record Chunk(boolean hasContent, Optional<AnswerUsage> usage) implements StreamEvent {}

    /** The server gave up; what it said of it. */
    record Failed(String message) implements StreamEvent {}

    /** {@code [DONE]}. */
    record Done() implements StreamEvent {}

    /** Not an event of this API. */
    record Malformed(String why) implements StreamEvent {}
}

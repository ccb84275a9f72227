// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.gateway.wire.WattmillUsage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an engine says to one attempt, as the caller reads it. One per attempt, for it may remember
 * what it has written; one thread.
 */
public interface Rendering {

    /**
     * What an answer was made of.
     *
     * @param tokens what is billed
     * @param shown what that costs and draws
     * @param endedAtUs when it was complete, in microseconds since the epoch
     */
    record Bill(Usage tokens, WattmillUsage shown, long endedAtUs) {}

    /** Whether a whole document of the engine is an answer at all. */
    boolean isAnswer(EngineJson document);

    /** The id under which the caller knows the response; empty when the engine gave none. */
    String responseId(EngineJson document);

    /** A whole answer. */
    List<Slice> answer(EngineJson answer, Bill bill);

    /** A chunk of a stream; nothing when the caller must not see it. Never one of usage only. */
    List<Slice> chunk(SseEvent event, EngineJson chunk);

    /** A comment of the engine, within a stream that the caller has begun to read. */
    List<Slice> comment(SseEvent event);

    /**
     * How a stream ends well.
     *
     * @param usage the engine's usage chunk
     * @param last any other chunk
     */
    List<Slice> end(Optional<EngineJson> usage, Optional<EngineJson> last, Bill bill);

    /**
     * Hands on {@code last}, the end of a stream or a whole answer, once what this API remembers of
     * answers is remembered; at once where it remembers nothing. May hand on other words.
     */
    default void remember(List<Slice> last, Consumer<List<Slice>> then) {
        then.accept(last);
    }

    /**
     * How a stream that has begun ends badly, where the API has words of its own for that; the
     * error's shape tells it otherwise.
     */
    default Optional<List<Slice>> failure(ApiError error) {
        return Optional.empty();
    }
}

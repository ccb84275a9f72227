// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one JSON document of an engine says: a whole answer or one chunk of a stream. Spans are
 * offsets of the array that {@code text} lies in.
 *
 * @param text the document
 * @param id the response's own id; empty when absent
 * @param created the engine's own time stamp, seconds; 0 when absent
 * @param model span of the model's value
 * @param choices whether there is at least one choice
 * @param choice index of the choice where there is exactly one, as in a chunk
 * @param data whether there is a list of data, as of embeddings
 * @param deliveries choices that carry output: content, reasoning, a tool call or a refusal
 * @param finishReason the last finish reason named; empty when none
 * @param usage the usage, where it is there and makes sense
 * @param usageMember span of the usage member with one comma, so that it can be cut out
 * @param usageValue span of its value, whatever it is
 * @param usageObject whether that value is an object
 * @param error whether there is an error member
 * @param end offset of the closing brace
 */
public record EngineJson(
        Slice text,
        String id,
        long created,
        Optional<Span> model,
        boolean choices,
        OptionalInt choice,
        boolean data,
        int deliveries,
        String finishReason,
        Optional<Usage> usage,
        Optional<Span> usageMember,
        Optional<Span> usageValue,
        boolean usageObject,
        boolean error,
        int end) {

    /** A chunk that carries usage and nothing else: the one that {@code include_usage} asks for. */
    public boolean isUsageOnly() {
        return !choices && usageObject;
    }
}

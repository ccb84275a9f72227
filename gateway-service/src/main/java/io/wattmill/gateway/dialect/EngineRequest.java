// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import io.wattmill.gateway.wire.Prompt;
import io.wattmill.gateway.wire.Span;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an engine is asked, in OpenAI's JSON, as far as the gateway cares, and where it says it.
 *
 * @param path where engines take it, for example {@code /v1/chat/completions}
 * @param body the request; spans are offsets into it
 * @param model the model asked for
 * @param modelValue span of that value
 * @param stream whether the answer is wanted as server-sent events
 * @param streamOptions what the caller said about the stream
 * @param output what the engine is to make
 * @param user the caller's own name for its end user; may be empty
 * @param serviceTier the tier asked for; may be empty
 * @param prompt what becomes prompt tokens
 * @param cacheSalt span of a prefix cache salt that the caller sent
 * @param members names of all members of the body
 * @param end offset of the closing brace
 */
@SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
public record EngineRequest(
        String path,
        byte[] body,
        String model,
        Span modelValue,
        boolean stream,
        StreamOptions streamOptions,
        Output output,
        String user,
        String serviceTier,
        Prompt prompt,
        Optional<Span> cacheSalt,
        Set<String> members,
        int end) {

    /**
     * The same request as another model answers it. Its body still names the one asked for: that is
     * what an engine's body is made from.
     */
    public EngineRequest answeredBy(String other) {
        return other.equals(model)
                ? this
                : new EngineRequest(
                        path,
                        body,
                        other,
                        modelValue,
                        stream,
                        streamOptions,
                        output,
                        user,
                        serviceTier,
                        prompt,
                        cacheSalt,
                        members,
                        end);
    }

    /** Bytes of text that make about as many tokens as the prompt. */
    public long promptBytes() {
        return prompt.textBytes();
    }

    /** Bound that the caller set on the tokens of one answer. */
    public OptionalLong maxOutputTokens() {
        return output.maxTokens();
    }

    /** Answers wanted, to all inputs together. */
    public int choices() {
        return output.sequences();
    }
}

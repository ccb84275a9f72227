// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a chat completion request says, as far as the gateway cares, and where it says it.
 *
 * @param body the request as it came; spans are offsets into it
 * @param model the model asked for
 * @param modelValue span of that value
 * @param stream whether the answer is wanted as server-sent events
 * @param streamOptions what the caller said about the stream
 * @param maxOutputTokens bound that the caller set on the output
 * @param choices answers wanted ({@code n}), 1 or more
 * @param user the caller's own name for its end user; may be empty
 * @param serviceTier the tier asked for; may be empty
 * @param messages span of the messages
 * @param tools span of the tools
 * @param cacheSalt span of a prefix cache salt that the caller sent
 * @param end offset of the closing brace
 */
@SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
public record ChatRequest(
        byte[] body,
        String model,
        Span modelValue,
        boolean stream,
        StreamOptions streamOptions,
        OptionalLong maxOutputTokens,
        int choices,
        String user,
        String serviceTier,
        Span messages,
        Optional<Span> tools,
        Optional<Span> cacheSalt,
        int end) {

    /**
     * The member {@code stream_options}.
     *
     * @param value span of its value, where the caller sent one
     * @param includeUsage the caller wants the usage chunk
     * @param continuousUsage the caller wants usage in each chunk (a vLLM extension)
     * @param others spans of the values of other members with their names, kept as they are
     */
    public record StreamOptions(
            Optional<Span> value,
            boolean includeUsage,
            boolean continuousUsage,
            List<Other> others) {

        /** The caller said nothing. */
        public static final StreamOptions NONE =
                new StreamOptions(Optional.empty(), false, false, List.of());
    }

    /** A member that is passed on untouched. */
    public record Other(String name, Span value) {}

    /** Bytes that an engine turns into prompt tokens: messages and tools. */
    public int promptBytes() {
        return messages.length() + tools.map(Span::length).orElse(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.Transcript;
import io.wattmill.twin.emulator.wire.ChatRequest.StreamUsage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The body of one answer while its tokens are made: what to send now for each of them. */
public sealed interface ChatAnswer {

    /** Media type of the body. */
    String contentType();

    /**
     * One more token was made; never called after the last one.
     *
     * @param cachedTokens prompt tokens that came from the prefix cache
     * @param last whether it is the last one
     * @return the bytes to send now, possibly none; after the last token the body is complete
     */
    byte[] token(int cachedTokens, boolean last);

    /** The answer to a request, streamed or whole as it asks. */
    static ChatAnswer to(
            ChatRequest request, AnswerLength length, Transcript text, ChatReply reply) {
        var content = new Content(request, length, text, reply);
        return request.stream() ? new Streamed(content) : new Whole(content, new StringBuilder());
    }

    /**
     * All at once, with the last token.
     *
     * @param content the answer while it is written
     * @param text what is written so far
     */
    record Whole(Content content, StringBuilder text) implements ChatAnswer {
        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public byte[] token(int cachedTokens, boolean last) {
            text.append(content.next(last));
            return last
                    ? content.reply.whole(
                            text.toString(), content.length.reason(), content.usage(cachedTokens))
                    : new byte[0];
        }
    }

    /**
     * Each token as it comes, in server-sent events.
     *
     * @param content the answer while it is written
     */
    record Streamed(Content content) implements ChatAnswer {
        @Override
        public String contentType() {
            return "text/event-stream; charset=utf-8";
        }

        @Override
        public byte[] token(int cachedTokens, boolean last) {
            var reply = content.reply;
            boolean first = content.transcript.tokens() == 0;
            var opening = first ? reply.opening(interim(cachedTokens)) : "";
            var text = content.next(last);
            var events = last ? ending(text, cachedTokens) : delta(text, cachedTokens);
            return (opening + events).getBytes(StandardCharsets.US_ASCII);
        }

        private String delta(String text, int cachedTokens) {
            return text.isEmpty() ? "" : content.reply.delta(text, interim(cachedTokens));
        }

        private String ending(String text, int cachedTokens) {
            var reason = content.length.reason();
            var last = content.reply.lastDelta(text, reason, interim(cachedTokens));
            boolean withUsage = content.request.usage() != StreamUsage.NONE;
            var usage = withUsage ? content.reply.usageOnly(content.usage(cachedTokens)) : "";
            return last + usage + ChatReply.done();
        }

        private Optional<Usage> interim(int cachedTokens) {
            return content.request.usage() == StreamUsage.CONTINUOUS
                    ? Optional.of(content.usage(cachedTokens))
                    : Optional.empty();
        }
    }

    /**
     * What both have in common.
     *
     * @param request what was asked
     * @param length how long the answer gets
     * @param transcript the answer while it is written
     * @param reply its bytes
     */
    record Content(
            ChatRequest request, AnswerLength length, Transcript transcript, ChatReply reply) {

        /** Text of the next token that may be sent; all that is left with the last one. */
        private String next(boolean last) {
            var text = transcript.next();
            return last && !transcript.stopped() ? text + transcript.rest() : text;
        }

        private Usage usage(int cachedTokens) {
            return new Usage(request.prompt().tokens(), cachedTokens, transcript.tokens());
        }
    }
}

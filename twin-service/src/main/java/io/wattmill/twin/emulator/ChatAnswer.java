// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.twin.emulator.engine.Job.TokenListener;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.Transcript;
import io.wattmill.twin.emulator.wire.ChatReply;
import io.wattmill.twin.emulator.wire.ChatRequest;
import io.wattmill.twin.emulator.wire.ChatRequest.StreamUsage;
import io.wattmill.twin.emulator.wire.Usage;

import java.util.Optional;

/** Turns an engine's tokens into the bytes of one response. */
sealed interface ChatAnswer extends TokenListener {

    /** Collects the whole answer and sends it at its end. */
    final class Whole implements ChatAnswer {
        private final Content content;
        private final HttpServerResponse response;
        private final StringBuilder text = new StringBuilder();

        Whole(Content content, HttpServerResponse response) {
            this.content = content;
            this.response = response;
        }

        @Override
        public void token(int cachedTokens, boolean last) {
            text.append(content.next(last));
            if (last) {
                var reason = content.length.reason();
                var body =
                        content.reply.whole(text.toString(), reason, content.usage(cachedTokens));
                response.putHeader("content-type", "application/json").end(Buffer.buffer(body));
            }
        }
    }

    /** Sends each token as it comes, in server-sent events. */
    final class Streamed implements ChatAnswer {
        private final Content content;
        private final HttpServerResponse response;
        private final StreamUsage wanted;
        private final Runnable onSlowReader;

        Streamed(
                Content content,
                HttpServerResponse response,
                StreamUsage wanted,
                Runnable onSlowReader) {
            this.content = content;
            this.response = response;
            this.wanted = wanted;
            this.onSlowReader = onSlowReader;
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("cache-control", "no-cache");
        }

        @Override
        public void token(int cachedTokens, boolean last) {
            var opening =
                    content.transcript.tokens() == 0
                            ? content.reply.opening(interim(cachedTokens))
                            : "";
            var text = content.next(last);
            if (last) {
                response.end(Buffer.buffer(opening + ending(text, cachedTokens)));
                return;
            }
            var delta = text.isEmpty() ? "" : content.reply.delta(text, interim(cachedTokens));
            write(opening + delta);
        }

        private void write(String events) {
            if (events.isEmpty()) {
                return;
            }
            response.write(Buffer.buffer(events));
            if (response.writeQueueFull()) {
                onSlowReader.run();
            }
        }

        private String ending(String text, int cachedTokens) {
            var reason = content.length.reason();
            var last = content.reply.lastDelta(text, reason, interim(cachedTokens));
            var usage =
                    wanted == StreamUsage.NONE
                            ? ""
                            : content.reply.usageOnly(content.usage(cachedTokens));
            return last + usage + ChatReply.done();
        }

        private Optional<Usage> interim(int cachedTokens) {
            return wanted == StreamUsage.CONTINUOUS
                    ? Optional.of(content.usage(cachedTokens))
                    : Optional.empty();
        }
    }

    /**
     * What both have in common: the answer as it is written.
     *
     * @param request what was asked
     * @param length how long the answer gets
     * @param transcript the answer while it is written
     * @param reply its bytes
     */
    record Content(
            ChatRequest request, AnswerLength length, Transcript transcript, ChatReply reply) {

        /** Text of the next token that may be sent, all that is left with the last one. */
        String next(boolean last) {
            var text = transcript.next();
            return last && !transcript.stopped() ? text + transcript.rest() : text;
        }

        Usage usage(int cachedTokens) {
            return new Usage(request.prompt().tokens(), cachedTokens, transcript.tokens());
        }
    }
}
